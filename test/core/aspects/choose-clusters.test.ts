import { beforeAll, describe, expect, it } from 'vitest';

import { chooseClusters } from '../../../core/aspects/choose-clusters.ts';
import { normaliseRows } from '../../../core/aspects/vectors.ts';
import { createRandom } from '../../../core/random.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';

beforeAll(useCpuBackend);

const WIDTH = 24;

/** `each` unit rows around each of `topics` random directions. */
function planted(topics: number, each: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const directions = Array.from({ length: topics }, () => Array.from({ length: WIDTH }, () => random.normal()));
  const rows = directions.flatMap((direction) =>
    Array.from({ length: each }, () => direction.map((value) => value + 0.25 * random.normal())),
  );
  return normaliseRows(Float32Array.from(rows.flat()), WIDTH);
}

describe('chooseClusters', () => {
  it.each([8, 12])('finds %i planted clusters', async (topics) => {
    const { clusters, stability } = await chooseClusters(planted(topics, 30, topics), WIDTH, 3);
    expect(clusters).toBe(topics);
    expect(stability.find((tried) => tried.clusters === topics)?.mean).toBeGreaterThan(0.9);
  });

  it('tries no more clusters than the sample supports', async () => {
    const { clusters, stability } = await chooseClusters(planted(3, 40, 1), WIDTH, 3);
    expect(stability.map((tried) => tried.clusters)).toEqual([8, 10, 12]);
    expect(clusters).toBeLessThanOrEqual(12);
    expect(await chooseClusters(planted(2, 3, 1), WIDTH, 3)).toEqual({ clusters: 3, stability: [] });
  });
});
