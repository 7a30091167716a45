import { beforeAll, describe, expect, it } from 'vitest';

import { evaluateVariant } from '../../../core/recommender/evaluate-variant.ts';
import type { LearnedVariant } from '../../../core/recommender/recommender-data.ts';
import { type RecommenderMetrics, summariseMetrics } from '../../../core/recommender/summarise-metrics.ts';
import { trainVariant } from '../../../core/recommender/train-variant.ts';
import { useCpuBackend } from './cpu-backend.ts';
import {
  SMALL_WORLD,
  type Tells,
  breathe,
  memoryCheckpoints,
  plantWorld,
  recommenderSettings,
} from './planted-world.ts';

const settings = recommenderSettings({ dimension: 16, epochs: 8, learningRate: 5e-3 });

async function compare(tells: Tells, variants: readonly LearnedVariant[]): Promise<RecommenderMetrics> {
  const data = plantWorld({ ...SMALL_WORLD, tells, trainExamples: 128, heldOutExamples: 50 });
  const evaluated = [];
  for (const variant of variants) {
    const trained = await trainVariant({ variant, seed: 1, settings, data, checkpoint: memoryCheckpoints(), breathe });
    const predictions = await evaluateVariant({ trained, settings, data, evaluationSeed: 1, breathe });
    evaluated.push({ variant, seed: 1, bestEpoch: trained.bestEpoch, predictions });
  }
  return summariseMetrics(evaluated, 1);
}

const ndcg = (metrics: RecommenderMetrics, variant: LearnedVariant) =>
  metrics.runs.find((run) => run.variant === variant)?.full.ndcgAt10 ?? Number.NaN;

beforeAll(useCpuBackend);

/** Worlds of 72 items where it is known what tells the target; random NDCG@10 is .065. */
describe('the fusion of dialog and history', { timeout: 120_000 }, () => {
  it('finds in the history what only the history tells', async () => {
    const metrics = await compare('history', ['dialog-only', 'cross-attention']);
    expect(ndcg(metrics, 'dialog-only')).toBeLessThan(0.2);
    expect(ndcg(metrics, 'cross-attention')).toBeGreaterThan(0.3);
    expect(metrics.versusDialogOnly[0]?.full.ndcgAt10?.low).toBeGreaterThan(0);
  });

  it('joins the kind told in the dialog with the brand told in the history', async () => {
    const metrics = await compare('both', ['dialog-only', 'cross-attention', 'fusion']);
    expect(ndcg(metrics, 'dialog-only')).toBeLessThan(0.5);
    expect(ndcg(metrics, 'cross-attention')).toBeGreaterThan(0.5);
    expect(ndcg(metrics, 'fusion')).toBeGreaterThan(0.5);
    for (const { full } of metrics.versusDialogOnly) expect(full.ndcgAt10?.low).toBeGreaterThan(0);
  });

  it('loses nothing to a history that tells nothing', async () => {
    const metrics = await compare('dialog', ['cross-attention']);
    expect(ndcg(metrics, 'cross-attention')).toBeGreaterThan(0.6);
  });

  it('finds nothing where there is nothing to find', async () => {
    const metrics = await compare('neither', ['cross-attention', 'concatenation']);
    expect(ndcg(metrics, 'cross-attention')).toBeLessThan(0.2);
    expect(ndcg(metrics, 'concatenation')).toBeLessThan(0.2);
  });
});
