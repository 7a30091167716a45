import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';

import { renderReport } from '../../../core/report/render-report.ts';
import type { ReportInput } from '../../../core/report/report-input.ts';
import { DialogAuditSchema, RecommenderMetricsSchema } from '../../../core/report/stored-results.ts';
import { hostile, PAYLOAD, reportFixture } from './report-fixture.ts';

let input: ReportInput;
let poisoned: ReportInput;
beforeAll(async () => {
  input = await reportFixture(4);
  poisoned = hostile(input);
});

/** A page is rendered and parsed once for each input. */
const pages = new Map<
  ReportInput,
  { readonly markup: string; readonly document: ReturnType<typeof parseHTML>['document'] }
>();
function pageOf(of: ReportInput) {
  const standing = pages.get(of);
  if (standing !== undefined) return standing;
  const markup = renderReport(of);
  const page = { markup, document: parseHTML(markup).document };
  pages.set(of, page);
  return page;
}
const parsed = (of: ReportInput) => pageOf(of).document;
function firstDialog(): ReportInput['dialogs'][number] {
  const [first] = input.dialogs;
  if (first === undefined) throw new Error('the fixture has no dialog');
  return first;
}
const textOf = (of: ReportInput, selector: string) =>
  parsed(of).querySelector(selector)?.textContent.replace(/\s+/gu, ' ') ?? '';

describe('renderReport', () => {
  it('gives the same bytes for the same input', async () => {
    expect(renderReport(await reportFixture(4))).toBe(pageOf(input).markup);
  });

  it('has every section, linked from the top', () => {
    const document = parsed(input);
    const ids = [...document.querySelectorAll('main > section')].map(({ id }) => id);
    expect(ids).toEqual(
      'glance aspects profiling users items plans dialogs attempts measures recommender loading'.split(' '),
    );
    expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(
      ids.map((id) => `#${id}`),
    );
  });

  it('holds no script and names nothing to load', () => {
    const { markup, document } = pageOf(input);
    expect(document.querySelectorAll('script, iframe, object, link[rel=stylesheet], img').length).toBe(0);
    expect(markup).not.toMatch(/\s(?:src|href)="https?:/u);
    expect(markup).toContain("default-src 'none'");
  });

  it('shows texts of the data as text, whatever they hold', () => {
    const document = parsed(poisoned);
    expect(document.querySelectorAll('script, img').length).toBe(0);
    expect([...document.querySelectorAll('*')].filter((element) => element.hasAttribute('onerror'))).toEqual([]);
    const shape = (of: ReportInput) => parsed(of).querySelectorAll('*').length;
    expect(shape(poisoned)).toBe(shape(input));
    expect(textOf(poisoned, '#dialogs .turn p')).toContain(PAYLOAD);
  });

  it('counts the funnel from the lines read to the dialogs', () => {
    const text = textOf(input, '#glance');
    for (const figure of ['10,261', '10,220', '10,120', '10,000']) expect(text).toContain(figure);
    expect(text).toContain('targets ran out: 1 short');
  });

  it('says plainly that a template grammar spoke, and only then', () => {
    expect(textOf(input, '#glance .label')).toContain('simulated by a template grammar');
    const spoken = { ...input, audit: { ...input.audit, byProvider: { openai: 7 } } };
    expect(textOf(spoken, '#glance .label')).not.toContain('template');
    expect(textOf(spoken, '#glance .label')).toContain('gpt-4o');
  });

  it('shows each evidence with its quote, review, date and role', () => {
    const { plan, record } = firstDialog();
    const cited = new Set(record.turns.flatMap(({ acts }) => acts.flatMap(({ evidenceIds }) => evidenceIds)));
    const text = textOf(input, `#dialog-${record.dialogId}`);
    expect(cited.size).toBeGreaterThan(0);
    for (const { evidenceId, quote, reviewId, timestampMs, role } of plan.evidence) {
      if (!cited.has(evidenceId)) continue;
      expect(text).toContain(`“${quote}”`);
      expect(text).toContain(`review ${reviewId}`);
      expect(text).toContain(new Date(timestampMs).toISOString().slice(0, 10));
      expect(text).toContain(role);
    }
  });

  it('draws every node and edge of a plan, and gives its Mermaid source', () => {
    const { plan } = firstDialog();
    const graph = parsed(input).querySelector(`#dialog-${plan.dialogId} svg.graph`);
    expect(graph?.querySelectorAll('rect').length).toBe(plan.nodes.length);
    expect(graph?.querySelectorAll('path.head').length).toBe(plan.edges.length);
    expect(textOf(input, `#dialog-${plan.dialogId} pre`)).toContain('flowchart TD');
  });

  it('shows failed attempts with their violations, and dialogs that were given up', () => {
    const [, recovered, givenUp] = input.dialogs;
    expect(textOf(input, `#dialog-${recovered?.record.dialogId}`)).toContain('accepted at attempt 2');
    expect(textOf(input, `#dialog-${recovered?.record.dialogId}`)).toContain('negative on price');
    expect(textOf(input, `#dialog-${givenUp?.record.dialogId}`)).toContain('Given up after 4 attempts');
    expect(textOf(input, '#attempts tbody tr')).toContain('behaviour/preference-polarity');
  });

  it('marks incoherent aspects', () => {
    expect(textOf(input, '#aspects')).toContain('service (incoherent)');
    expect(textOf(input, '#aspects')).toContain('1 of 8 clusters is not coherent');
  });

  it('puts the random level beside the figures, and says where there are none', () => {
    const level = input.metrics?.randomLevel?.full.hitAt10;
    expect(level).toBeGreaterThan(0);
    expect(textOf(input, '#recommender')).toContain(`random order, ${level?.toFixed(3)}`);
    expect(textOf({ ...input, metrics: null }, '#recommender')).toContain('No recommender was trained');
  });

  it('draws how each training went, and nothing where nothing was learned', () => {
    const curves = [...parsed(input).querySelectorAll('#recommender .drawing')].filter((drawing) =>
      / in \d+ epochs, kept /u.test(drawing.getAttribute('aria-label') ?? ''),
    );
    expect(curves.map((drawing) => drawing.getAttribute('aria-label'))).toEqual([
      'Training loss of cross-attention: seed 3 from 6.100 to 4.900 in 3 epochs, kept 2; seed 4 from 6.100 to 4.900 in 3 epochs, kept 2.',
      'Validation NDCG@10 of cross-attention: seed 3 from 0.100 to 0.120 in 3 epochs, kept 2; seed 4 from 0.100 to 0.120 in 3 epochs, kept 2.',
    ]);
    expect(curves[0]?.querySelectorAll('circle')).toHaveLength(6);
    expect(textOf({ ...input, trainings: [] }, '#recommender')).not.toContain('How training went');
  });

  it('stands without dialogs, users, items or violations', () => {
    const bare: ReportInput = { ...input, dialogs: [], users: [], items: [], clusters: [], violations: [] };
    const ids = [...parsed(bare).querySelectorAll('main > section')].map(({ id }) => id);
    expect(ids).toEqual('glance profiling plans attempts measures recommender loading'.split(' '));
  });

  it('titles every drawing and captions every table', () => {
    const document = parsed(input);
    for (const drawing of document.querySelectorAll('.drawing'))
      expect(drawing.getAttribute('aria-label')).toMatch(/\w/u);
    for (const table of document.querySelectorAll('table'))
      expect(table.querySelector('caption')?.textContent).toMatch(/\w/u);
    expect(document.querySelectorAll('.drawing').length).toBeGreaterThan(15);
  });

  it('reads back what the audit and the recommender wrote', () => {
    expect(DialogAuditSchema.parse(JSON.parse(JSON.stringify(input.audit)))).toEqual(input.audit);
    expect(RecommenderMetricsSchema.parse(JSON.parse(JSON.stringify(input.metrics)))).toEqual(input.metrics);
    expect(() => DialogAuditSchema.parse({ ...input.audit, leaks: undefined })).toThrow('leaks');
  });
});
