import { assert, constantFrom, property, string } from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';

import { escapeText, html } from '../../../core/report/html.ts';

describe('html', () => {
  it('escapes values in text and attributes, and leaves its own markup', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${`"><script>'&`}">${inner}${['a', 1, null]}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;"><b>&lt;i&gt;</b>a1</p>',
    );
  });

  it('replaces control characters, but for white space', () => {
    expect(escapeText('a\u0000b\u001b\tc\nd\u0085')).toBe('a\uFFFDb\uFFFD\tc\nd\uFFFD');
  });

  it('gives any text back as text, never as elements', () => {
    const markups = constantFrom('', '<script>', '"><img onerror=x>', '</p><b>', '&lt;');
    assert(
      property(string({ unit: 'grapheme' }), markups, (text, markup) => {
        const value = `.${text}${markup}`.replace(/\p{Cc}/gu, ' ');
        const page = html`<main><p title="${value}">${value}</p></main>`.markup;
        const { document } = parseHTML(`<!doctype html><html><head></head><body>${page}</body></html>`);
        const paragraph = document.querySelector('p');
        expect(document.querySelectorAll('main *').length).toBe(1);
        expect(paragraph?.textContent).toBe(value);
        expect(paragraph?.getAttribute('title')).toBe(value);
      }),
    );
  });
});
