import { describe, expect, it } from 'vitest';

import type { PredictionRow } from '../../../core/recommender/predictions.ts';
import { summariseMetrics } from '../../../core/recommender/summarise-metrics.ts';

const row = (dialogId: string, full: number, candidates: number): PredictionRow => ({
  dialog_id: dialogId,
  target_item_id: 'i1',
  rank_full: full,
  n_items: 100,
  rank_candidates: candidates,
  n_candidates: 25,
  top10: [],
  target_training_reviews: 1,
  history: [],
  attention: null,
});
const evaluated = [
  { variant: 'dialog-only' as const, seed: 1, bestEpoch: 2, predictions: [row('d1', 2, 1), row('d2', 11, 3)] },
  { variant: 'cross-attention' as const, seed: 1, bestEpoch: 4, predictions: [row('d1', 1, 1), row('d2', 3, 2)] },
  { variant: 'cross-attention' as const, seed: 2, bestEpoch: 4, predictions: [row('d1', 1, 1), row('d2', 1, 1)] },
];

describe('summariseMetrics', () => {
  const metrics = summariseMetrics(evaluated, 1);

  it('gives each variant and seed its means', () => {
    expect(metrics.runs.map(({ full }) => full.hitAt1)).toEqual([0, 0.5, 1]);
    expect(metrics.runs[1]?.full.ndcgAt10).toBe(0.75);
    expect(metrics.runs[0]?.candidates.mrr).toBeCloseTo(2 / 3, 12);
  });

  it('refuses trainings that have not ranked the same dialogs', () => {
    const older = { variant: 'fusion' as const, seed: 1, bestEpoch: 1, predictions: [row('d1', 1, 1)] };
    expect(() => summariseMetrics([...evaluated, older], 1)).toThrow(
      /fusion, seed 1, has ranked other dialogs than dialog-only, seed 1: train it again/,
    );
  });

  it('averages seeds before it draws dialogs', () => {
    const cross = metrics.variants.find(({ variant }) => variant === 'cross-attention');
    expect(cross?.seeds).toEqual([1, 2]);
    expect(cross?.full.hitAt1).toEqual({ mean: 0.75, low: 0.5, high: 1 });
    expect(cross?.full.successRate?.mean).toBe(0.75);
  });

  it('compares with dialog-only on the same dialogs', () => {
    expect(metrics.versusDialogOnly.map(({ variant }) => variant)).toEqual(['cross-attention']);
    expect(metrics.versusDialogOnly[0]?.full.hitAt1?.mean).toBe(0.75);
  });

  it('states the random level of each protocol', () => {
    expect(metrics.randomLevel?.full.hitAt10).toBe(0.1);
    expect(metrics.randomLevel?.candidates.hitAt1).toBe(0.04);
  });

  it('has no values without test dialogs', () => {
    const none = summariseMetrics([{ variant: 'popularity', seed: 1, bestEpoch: 0, predictions: [] }], 1);
    expect(none.randomLevel).toBeNull();
    expect(none.variants[0]?.full.ndcgAt10).toBeNull();
    expect(none.runs[0]?.full.ndcgAt10).toBeNull();
  });
});
