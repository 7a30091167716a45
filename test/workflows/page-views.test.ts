import { describe, expect, it } from 'vitest';

import type { DialogProgress } from '../../workflows/contract.ts';
import { STAGES } from '../../workflows/contract.ts';
import { describeDialog } from '../../workflows/dialog-view.ts';
import { grouped, plain } from '../../workflows/markdown.ts';
import { describeProgress as progressPage, describeRun as runPage } from '../../workflows/simulation-view.ts';

const progress: DialogProgress = {
  wanted: 2_000,
  targets: 12_345,
  accepted: 1_000,
  duplicates: 3,
  rejected: 12,
  driftBy: { order: 4, 'unsupported claim': 11 },
  inFlight: 32,
  concurrency: 32,
  paused: false,
  byAttempt: [990, 10, 3, 0],
  waiting: null,
  spent: { tokens: 1_234_567, costMicroUsd: 20_500_000 },
  reserved: { tokens: 0, costMicroUsd: 590_000 },
  budget: { tokens: null, costMicroUsd: 82_000_000 },
};
const limited = {
  reason: 'model_rate_limited',
  message: 'slow down: $5 | month',
  untilMs: Date.UTC(2026, 0, 2, 10, 57, 12),
  dialogs: 6,
};

/** Without the margins of cells. */
const bare = (page: string): string => page.replaceAll('\u00a0\u00a0', '').replaceAll('\u00a0', ' ');
const describeProgress = (of: DialogProgress): string => bare(progressPage(of));
const describeRun = (of: Parameters<typeof runPage>[0]): string => bare(runPage(of));

describe('what a coordinator tells on its page', () => {
  it('is the funnel with its reasons, the most frequent first, and the cost against the cap', () => {
    expect(describeProgress(progress).split('\n')).toEqual([
      '| dialogs | | |',
      '|---|---:|---|',
      '| targets | 12,345 | |',
      '| begun | 1,047 | |',
      '| accepted | **1,000** | of 2,000 wanted (50 %): 990 at attempt 1, 10 at attempt 2, 3 at attempt 3, 0 at attempt 4 |',
      '| near-duplicates | 3 | accepted, but not counted |',
      '| given up | 12 | simulation drift: unsupported claim × 11, order × 4 |',
      '| in flight | 32 | of at most 32 at once |',
      '',
      '| cost | | |',
      '|---|---|---|',
      '| spent | **20.50 US dollars** | of 82.00 US dollars (25 %) |',
      '| | 1,234,567 tokens |  |',
      '| reserved | 0.59 US dollars | for the dialogs in flight |',
    ]);
  });

  it('says first what it waits for, until when, and who waits', () => {
    const text = describeProgress({ ...progress, waiting: limited });
    expect(text.split('\n').slice(0, 3)).toEqual([
      '**Waiting: model_rate_limited** (next try 10:57:12 UTC, 6 dialogs wait)',
      '',
      String.raw`slow down: USD 5 \| month`,
    ]);
  });

  it('has no dollar sign, which the UI would take for a formula', () => {
    expect(describeProgress({ ...progress, waiting: limited })).not.toContain('$');
  });
});

describe("a run's page", () => {
  const stages = STAGES.map((stage, index) => ({
    stage,
    status: index < 3 ? ('done' as const) : index === 3 ? ('running' as const) : ('waiting' as const),
    seconds: index < 3 ? 1.25 : 0,
  }));
  const run = {
    stages,
    notes: new Map([['reviews', '9 lines rejected'] as const]),
    paused: false,
    waiting: null,
    estimate: null,
  };

  it('has the stages with what they found, and the funnel', () => {
    const text = describeRun({ ...run, dialogs: progress });
    expect(text).toContain('| ✔ reviews | 1.3 s | 9 lines rejected |\n| ✔ profiling | 1.3 s |  |');
    expect(text).toContain('| ▶ **simulation** |');
    expect(text).toContain('| given up | 12 |');
  });

  it('tells beforehand what the run will take', () => {
    const text = describeRun({ ...run, dialogs: null, estimate: 'estimate for 8 dialogs: 324 calls, $1.20' });
    expect(text).toContain('estimate for 8 dialogs: 324 calls');
    expect(text).not.toContain('$');
    expect(describeRun({ ...run, dialogs: null })).not.toContain('estimate');
  });

  it('tells of a wait once, above all', () => {
    const paused = { reason: 'paused', message: 'paused: no dialog is begun', untilMs: null, dialogs: 0 };
    const text = describeRun({ ...run, paused: true, dialogs: { ...progress, waiting: paused } });
    expect(text.startsWith('**Waiting: paused**\n')).toBe(true);
    expect(text).not.toContain('**Paused**');
    const held = describeRun({ ...run, paused: true, waiting: 'the disk is full.', dialogs: null });
    expect(held.startsWith('**Waiting**: the disk is full. Then resume.\n')).toBe(true);
  });
});

describe("a dialog's page", () => {
  it('has its plan as a list and its attempts with reasons and cost', () => {
    const text = describeDialog({
      dialogId: 'd000003',
      userKey: 'u-1',
      outline: 'dag, train; 13 to 29 turns\nwants: straps\nn1 open (straps); n2 elicit (lining), optional',
      attempts: [
        { accepted: false, checks: ['order', 'claim', 'order'], spent: { tokens: 12_300, costMicroUsd: 31_200 } },
        { accepted: null, checks: [], spent: { tokens: 0, costMicroUsd: 0 } },
      ],
      waiting: { code: 'budget', message: 'the next call would pass what is granted' },
    });
    expect(text.split('\n')).toEqual([
      '**Waiting: budget** (until its run lets it go on)',
      '',
      'the next call would pass what is granted',
      '',
      '**d000003** of u-1: dag, train; 13 to 29 turns',
      '',
      'wants: straps',
      '',
      '- n1 open (straps)',
      '- n2 elicit (lining), optional',
      '',
      '| attempt | | tokens | cost |',
      '|---|---|---:|---:|',
      '| 1 | refused: order × 2, claim | 12,300 | 0.03 US dollars |',
      '| 2 | under way | 0 | 0.00 US dollars |',
    ]);
  });
});

describe('figures and words', () => {
  it('groups digits by three', () => expect([7, 1_234, 1_234_567].map(grouped)).toEqual(['7', '1,234', '1,234,567']));
  it('keeps words from elsewhere on one line, unread', () => {
    expect(plain('a *b*\n\n# c <d>')).toBe(String.raw`a \*b\* \# c \<d\>`);
    expect(plain('x'.repeat(600)).length).toBeLessThan(520);
  });
});
