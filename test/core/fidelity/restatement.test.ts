import { describe, expect, it } from 'vitest';

import { CLOSE, closelyRestated, restates } from '../../../core/fidelity/restatement.ts';
import { normaliseText } from '../../../core/fidelity/words/normalise.ts';
import { tokenise } from '../../../core/fidelity/words/tokenise.ts';

const said = (text: string) => ({ words: tokenise(normaliseText(text), []) });
const QUOTE = 'We stood ninety minutes waiting for a table on a Tuesday.';

describe('restates', () => {
  it.each([
    ['Somebody waited ninety minutes for a table there.', QUOTE],
    ['90 mins before they had a table!', QUOTE],
    ['Not cheap, but they had a table only after ninety minutes.', QUOTE],
    ["It wouldn't stay in tune at all.", 'This guitar does not stay in tune.'],
  ])('%s', (text, quote) => {
    expect(restates(said(text), quote)).toBe('restated');
  });

  it('tells the same words with another number of negations', () => {
    expect(restates(said('Nobody never waited: they did not stand ninety minutes for a table.'), QUOTE)).toBe('turned');
    expect(restates(said('It stays in tune.'), 'This guitar does not stay in tune.')).toBe('turned');
  });

  it('finds nothing in other words, and asks for more where words are taken for somebody’s', () => {
    expect(restates(said('The margaritas are strong.'), QUOTE)).toBeNull();
    expect(restates(said('A table in ninety minutes.'), QUOTE, CLOSE)).toBeNull();
    expect(restates(said('Great strap.'), 'Great strap.')).toBe('restated');
    expect(restates(said('Great strap.'), 'Great strap.', CLOSE)).toBeNull();
  });
});

describe('closelyRestated', () => {
  const WORDS = 'strap buckle leather amplifier string tuner never not cheap loud stays holds breaks'.split(' ');
  /** Sentences of ten words drawn by a small generator: many pairs share four stems, some with other negations. */
  const drawn = (count: number, seed: number): string[] =>
    Array.from({ length: count }, (_, row) =>
      Array.from({ length: 10 }, (_word, at) => WORDS[((row + 1) * (at + seed) * 7919 + row * at) % WORDS.length]).join(
        ' ',
      ),
    );

  it('finds what trying each pair finds', () => {
    const sentences = drawn(40, 1).map(said);
    const quotes = drawn(60, 5);
    const tried = sentences.filter((one) => quotes.some((quote) => restates(one, quote, CLOSE) === 'restated'));
    expect(tried.length).toBeGreaterThan(3);
    expect(tried.length).toBeLessThan(sentences.length);
    expect([...closelyRestated(sentences, quotes)].sort((a, b) => sentences.indexOf(a) - sentences.indexOf(b))).toEqual(
      tried,
    );
  });
});
