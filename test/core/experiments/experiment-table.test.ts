import { describe, expect, it } from 'vitest';

import { experimentPage } from '../../../core/experiments/experiment-page.ts';
import {
  experimentTable,
  ExperimentTableSchema,
  type ArmResult,
  type ExperimentTable,
} from '../../../core/experiments/experiment-table.ts';
import { tableMarkdown } from '../../../core/experiments/table-markdown.ts';
import type { ArmDialog } from '../../../core/experiments/measures.ts';
import { armDialog } from './arm-dialog.ts';

const arm = (name: string, dialogs: readonly ArmDialog[]): ArmResult => ({
  name,
  run: `music.${name}`,
  dialogs,
  noise: null,
});

const control = arm(
  'dag',
  [20, 22, 24, 26].map((turns, place) => armDialog({ turns, shape: `shape ${place}` })),
);
const flat = arm('flat', [
  armDialog({ turns: 16, attempts: 2, firstViolations: ['behaviour/<b>', 'behaviour/<b>', 'execution/order'] }),
  armDialog({ turns: 18, referenceViolations: ['behaviour/claim-trajectory'] }),
  armDialog({ turns: 20 }),
  armDialog({ turns: 22, accepted: false, attempts: 4, firstViolations: ['execution/order'] }),
]);

const tableOf = (provider: string): ExperimentTable =>
  experimentTable({ design: { experiment: 'plans', of: 'music' }, provider, seed: 1, arms: [control, flat] });

const rowOf = (table: ExperimentTable, id: string) => table.rows.find((row) => row.id === id);

describe('experimentTable', () => {
  it('compares target by target', () => {
    const table = tableOf('openai');
    expect(ExperimentTableSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
    expect(table).toMatchObject({ run: 'music', targets: 4 });
    const turns = rowOf(table, 'turns')?.cells;
    expect(turns?.[0]).toMatchObject({ arm: 'dag', estimate: { value: 23 }, difference: null });
    // Four less at each of four targets: 2 of 16 exchanges are as far.
    expect(turns?.[1]).toMatchObject({
      estimate: { value: 19 },
      difference: { value: -4, low: -4, high: -4, pValue: 0.125 },
    });
    expect(rowOf(table, 'planVariety')?.cells.map(({ estimate }) => estimate?.value)).toEqual([1, 0]);
    expect(rowOf(table, 'claimsCited')?.cells[1]).toEqual({
      arm: 'flat',
      estimate: null,
      statements: 0,
      difference: null,
    });
  });

  it('adjusts p for all that is compared', () => {
    const table = tableOf('openai');
    const shown = table.rows.flatMap(({ cells }) => cells.flatMap(({ difference }) => difference ?? []));
    const least = Math.min(...shown.map(({ pValue }) => pValue));
    expect(Math.min(...shown.map(({ adjustedPValue }) => adjustedPValue))).toBe(Math.min(1, least * shown.length));
  });

  it('counts attempts, shapes and kinds of violations', () => {
    const table = tableOf('openai');
    expect(table.arms).toMatchObject([
      { byAttempt: [4, 0, 0, 0], rejected: 0, shapes: 4 },
      { byAttempt: [2, 1, 0, 0], rejected: 1, shapes: 1 },
    ]);
    expect(table.violations).toEqual([
      { check: 'execution/order', targets: [0, 2] },
      { check: 'behaviour/<b>', targets: [0, 1] },
    ]);
    expect(table.referenceViolations).toEqual([{ check: 'behaviour/claim-trajectory', targets: [0, 1] }]);
    expect(rowOf(table, 'sound')?.cells.map(({ estimate }) => estimate?.value)).toEqual([1, 0.75]);
  });

  it('shows no difference where the template model cannot, and says why', () => {
    const table = tableOf('template');
    const accepted = rowOf(table, 'accepted');
    expect(accepted?.silence).toContain('template model');
    expect(accepted?.cells.map(({ difference }) => difference)).toEqual([null, null]);
    expect(rowOf(table, 'turns')?.cells[1]?.difference?.value).toBe(-4);
    expect(tableMarkdown(table)).toContain('| accepted | dag | 100.0 % | 100.0 % to 100.0 % | control |');
    expect(tableMarkdown(table)).toMatch(/\| {2}\| flat \| 75\.0 % \| [^|]+ \| not shown \|/u);
    expect(tableMarkdown(table)).toContain('Not shown (accepted; accepted at the first attempt;');
  });
});

describe('experimentPage', () => {
  it('draws each measure that there is, escapes, and gives the same bytes', () => {
    const page = experimentPage(tableOf('openai'));
    expect(page).toBe(experimentPage(tableOf('openai')));
    expect(page).toContain('behaviour/&lt;b&gt;');
    expect(page).not.toContain('<b>');
    expect(page).toContain('−4.00');
    const measured = tableOf('openai').rows.filter(({ cells }) => cells.some(({ estimate }) => estimate !== null));
    expect(page.split('<figure>').length - 1).toBe(measured.length);
  });
});
