import { beforeAll, describe, expect, it } from 'vitest';

import type { Variant } from '../../../core/config/run-config.ts';
import { type SoftmaxSample, sampleItems } from '../../../core/recommender/item-sample.ts';
import { trainVariant } from '../../../core/recommender/train-variant.ts';
import { useCpuBackend } from './cpu-backend.ts';
import { SMALL_WORLD, breathe, memoryCheckpoints, plantWorld, recommenderSettings } from './planted-world.ts';

beforeAll(useCpuBackend);

describe('a sample of the items', () => {
  it('has a step’s own, and others, each once', () => {
    const { rows, standsFor } = sampleItems([7, 3, 7], 100, 10, 1);
    expect(rows.slice(0, 2)).toEqual(Int32Array.of(7, 3));
    expect(new Set(rows).size).toBe(12);
    expect(standsFor.slice(0, 2)).toEqual(new Float32Array(2));
    // Ten of the other 98 were drawn.
    expect(standsFor[5]).toBeCloseTo(Math.log(9.8));
    expect(sampleItems([7, 3, 7], 100, 10, 1).rows).toEqual(rows);
    expect(sampleItems([7, 3, 7], 100, 10, 2).rows).not.toEqual(rows);
  });

  it('is all of them where they are few', () => {
    const { rows, standsFor } = sampleItems([2], 5, 10, 1);
    expect([...rows].toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4]);
    expect([...standsFor]).toEqual([0, 0, 0, 0, 0]);
  });

  it('estimates the sum over all items without bias', () => {
    const scores = Array.from({ length: 200 }, (_, row) => Math.sin(row) * 2);
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    const estimates = Array.from({ length: 2_000 }, (_, seed) => {
      const { rows, standsFor } = sampleItems([1, 14, 150], 200, 20, seed);
      return rows.reduce((sum, row, place) => sum + Math.exp((scores[row] ?? 0) + (standsFor[place] ?? 0)), 0);
    });
    const mean = estimates.reduce((sum, one) => sum + one, 0) / estimates.length;
    // One estimate is 25 % off; the mean of 2,000, less than a hundredth.
    expect(mean / total).toBeGreaterThan(0.98);
    expect(mean / total).toBeLessThan(1.02);
  });
});

describe('training on a sample of the items', { timeout: 120_000 }, () => {
  const world = { ...SMALL_WORLD, tells: 'both', copies: 6, heldOutExamples: 30 } as const;
  const trained = (variant: Variant, trainExamples: number, epochs: number, softmax?: SoftmaxSample) => {
    const settings = recommenderSettings({ dimension: 16, epochs, dropout: 0.1, batchSize: 8 });
    return trainVariant({
      variant,
      seed: 1,
      settings: { ...settings, history: { ...settings.history, epochs } },
      data: plantWorld({ ...world, trainExamples }),
      checkpoint: memoryCheckpoints(),
      breathe,
      ...(softmax === undefined ? {} : { softmax }),
    });
  };

  it.each(['fusion', 'concatenation', 'history-only'] as const)(
    'is training on all of them where the sample is all of them: %s',
    async (variant) => {
      const full = await trained(variant, 16, 1);
      const sampled = await trained(variant, 16, 1, { above: 0, others: 1_000 });
      expect(sampled.values).toHaveLength(full.values.length);
      expect(sampled.epochs[0]?.loss).toBeCloseTo(full.epochs[0]?.loss ?? 0, 4);
    },
  );

  it('learns nearly as well from a fraction of them', async () => {
    const best = ({ epochs }: Awaited<ReturnType<typeof trained>>): number =>
      Math.max(...epochs.map(({ validationNdcgAt10 }) => validationNdcgAt10 ?? 0));
    const little = best(await trained('cross-attention', 8, 1));
    const full = best(await trained('cross-attention', 160, 3));
    const sampled = best(await trained('cross-attention', 160, 3, { above: 0, others: 24 }));
    expect(sampled - little).toBeGreaterThan(0.8 * (full - little));
  });
});
