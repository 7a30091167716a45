import { describe, expect, it } from 'vitest';

import type { FusionInput } from '../../../../core/experiments/fusion/fusion-input.ts';
import { fusionMarkdown } from '../../../../core/experiments/fusion/fusion-markdown.ts';
import { fusionPage } from '../../../../core/experiments/fusion/fusion-page.ts';
import { FusionTableSchema, fusionTable } from '../../../../core/experiments/fusion/fusion-table.ts';
import { ranked, row } from './ranked.ts';

const items = Array.from({ length: 20 }, (_, at) => ({
  itemId: `i${at}`,
  name: at === 2 ? 'Red picks, large' : at === 1 ? 'Red picks' : `thing number ${at}`,
  trainingReviews: 20 - at,
}));
const input = (changes: Partial<FusionInput> = {}): FusionInput => ({
  about: { run: 'r', domain: 'd', provider: 'template', goal: 'profile', split: 'global-date', dialogEncoder: 'turns' },
  dialogs: { train: 40, validation: 8 },
  seed: 1,
  evaluated: [
    ranked('dialog-only', 1, [1, 4, 12, 2]),
    ranked('dialog-only', 2, [1, 4, 12, 1]),
    ranked('cross-attention', 1, [1, 1, 12, 2]),
    ranked('cross-attention', 1, [12, 12, 12, 2], 0.1),
  ],
  items,
  isRelevant: (past) => past === 'i2',
  ...changes,
});
const table = fusionTable(input());

describe('the table of the fusion experiment', () => {
  it('means over seeds, and counts cold targets apart', () => {
    const [dialogOnly] = table.rows;
    expect(dialogOnly?.seeds).toEqual([1, 2]);
    expect(dialogOnly?.full['hitAt1']?.mean).toBe(0.375);
    expect(table.dialogs).toEqual({ train: 40, validation: 8, test: 4, cold: 1 });
    expect(dialogOnly?.cold.hitAt10?.mean).toBe(1);
    expect(dialogOnly?.warm.hitAt10?.mean).toBeCloseTo(2 / 3, 12);
  });

  it('pairs differences dialog by dialog', () => {
    expect(table.differences.map(({ variant, against }) => [variant, against])).toEqual([
      ['cross-attention', 'dialog-only'],
    ]);
    // 0, 1, 0 and -1/2.
    expect(table.differences[0]?.hitAt1?.mean).toBeCloseTo(0.125, 12);
  });

  it('says how much better than the strongest baseline by Hit@1', () => {
    const full = table.relative.find(({ protocol }) => protocol === 'full');
    expect(full).toMatchObject({ variant: 'cross-attention', baseline: 'dialog-only' });
    expect(full?.hitAt1?.mean).toBeCloseTo(0.5 / 0.375 - 1, 12);
  });

  it('calls a title like the target’s a success at 70, not at 95 unless it says all of it', () => {
    // "Red picks, large" says all of "Red picks": 100.
    expect(table.rows[0]?.fuzzy.at95?.mean).toBe(1);
    const unlike = fusionTable(input({ items: items.map((item) => ({ ...item, name: `x${item.itemId} y` })) }));
    expect(unlike.rows[0]?.fuzzy.at95?.mean).toBe(0.375);
  });

  it('counts items without a title by their id alone, and says so', () => {
    const untitled = fusionTable(input({ items: items.map((item) => ({ ...item, name: '' })) }));
    expect(untitled.rows[0]?.fuzzy.at70?.mean).toBe(0.375);
    expect(untitled.random.fuzzy.at70).toBe(0);
    expect(fusionMarkdown(untitled)).toContain('20 of 20 items have no title');
  });

  it('counts the first ten places by tenth of the catalogue', () => {
    expect(table.popularity[0]).toEqual({ who: 'targets', deciles: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
    expect(table.popularity[1]?.deciles[0]).toBeCloseTo(3 / 8, 12);
    expect(table.popularity[1]?.deciles[1]).toBeCloseTo(5 / 8, 12);
  });

  it('holds the attention on what is relevant against attention without preference', () => {
    expect(table.attention).toHaveLength(1);
    expect(table.attention[0]).toMatchObject({ variant: 'cross-attention', dialogs: 4 });
    expect(table.attention[0]?.mass?.mean).toBe(0.75);
    expect(table.attention[0]?.random?.mean).toBe(0.5);
  });

  it('asks each training of the control where its own histories can tell', () => {
    const control = (seed: number, changes: { history: string[]; attention: number[] }) => ({
      ...ranked('cross-attention-shuffled-history', seed, [1]),
      predictions: [row(0, 1, changes)],
    });
    const { attention } = fusionTable(
      input({
        evaluated: [
          control(1, { history: ['i2', 'i3'], attention: [0.75, 0.25] }),
          control(2, { history: ['i4', 'i5'], attention: [0.5, 0.5] }),
        ],
      }),
    );
    expect(attention[0]).toMatchObject({ dialogs: 1, mass: { mean: 0.75 }, random: { mean: 0.5 } });
  });

  it('sets a variant that reads dialogs otherwise beside the same by the run’s own encoder', () => {
    const ownEncoder = [ranked('dialog-only', 1, [1, 1, 1, 12])];
    const { encoders, rows } = fusionTable(input({ ownEncoder }));
    const own = rows.find(({ variant }) => variant === 'dialog-only')?.full.hitAt10?.mean ?? 0;
    expect(encoders).toHaveLength(1);
    expect(encoders[0]).toMatchObject({ variant: 'dialog-only', seeds: [1] });
    expect(encoders[0]?.hitAt10?.mean).toBeCloseTo(own - 0.75);
    expect(table.encoders).toEqual([]);
  });

  it('draws the curve by the share of the dialogs', () => {
    expect(table.curve.map(({ share, hitAt10 }) => [share, hitAt10?.mean])).toEqual([
      [0.1, 0.25],
      [1, 0.75],
    ]);
  });

  it('refuses trainings that ranked other dialogs', () => {
    const other = { ...ranked('fusion', 1, [1, 1, 1, 1]), predictions: [row(7, 1)] };
    const both = { ...other, seed: 2, predictions: [row(8, 1)] };
    expect(() => fusionTable(input({ evaluated: [other, both] }))).toThrow(/has ranked other dialogs/);
  });

  it('is read back as it was written, and told in words and drawings', () => {
    expect(FusionTableSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
    expect(fusionMarkdown(table)).toContain('| cross-attention less dialog-only | +0.125 ');
    const page = fusionPage(table);
    expect(page).toContain('<svg');
    expect(page).toMatch(/aria-label="NDCG@10 of cross-attention by training dialogs: 4: 0\.\d+, 40: 0\.\d+\."/u);
    expect(page).not.toContain('of popularity by training dialogs');
  });
});
