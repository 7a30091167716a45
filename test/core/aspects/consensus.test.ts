import { beforeAll, describe, expect, it } from 'vitest';

import { consensusFeatures, fitConsensus } from '../../../core/aspects/consensus.ts';
import { adjustedRandIndex } from '../../../core/aspects/rand-index.ts';
import { sphericalKMeans } from '../../../core/aspects/spherical-k-means.ts';
import { normaliseRows } from '../../../core/aspects/vectors.ts';
import { createRandom } from '../../../core/random.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';
import { plantedSentences, purity } from './planted.ts';

beforeAll(useCpuBackend);

describe('consensusFeatures', () => {
  it('are the roots of each member posterior', () => {
    // Two members of two clusters on the axes, the second with its clusters the other way round; tau 1.
    const members = Float32Array.from([1, 0, 0, 1, 0, 1, 1, 0]);
    const phi = consensusFeatures({ members, temperature: 1 }, 2, Float32Array.from([1, 0]), 2);
    const p = Math.E / (Math.E + 1);
    const expected = [p, 1 - p, 1 - p, p].map((share) => Math.sqrt(share / 2));
    for (const [place, value] of expected.entries()) expect(phi[place]).toBeCloseTo(value, 6);
  });
});

describe('fitConsensus', () => {
  it('recovers planted topics with unit prototypes, the same for the same seed', async () => {
    const { embeddings, topics, dimension } = plantedSentences(150, 5);
    const found = await fitConsensus(embeddings, dimension, { clusters: 3, seed: 2 });
    expect(purity(found.assignment, topics)).toBeGreaterThan(0.95);
    expect(found.agreement).toBeGreaterThan(0.7);
    const [first = 0, ...others] = found.consensus.prototypes.subarray(0, found.consensus.prototypes.length / 3);
    expect(Math.hypot(first, ...others)).toBeCloseTo(1, 5);
    const again = await fitConsensus(embeddings, dimension, { clusters: 3, seed: 2 });
    expect([...again.consensus.prototypes]).toEqual([...found.consensus.prototypes]);
  });

  it('agrees with itself between seeds more than single fits do', async () => {
    // Rows without clear clusters: each single fit finds another split.
    const random = createRandom(8);
    const rows = normaliseRows(
      Float32Array.from({ length: 400 * 8 }, () => random.normal()),
      8,
    );
    const single = [1, 2, 3].map(
      (seed) => sphericalKMeans(rows, 8, { clusters: 5, seed, starts: 1, maxIterations: 25 }).assignment,
    );
    const joint: Int32Array[] = [];
    for (const seed of [1, 2, 3]) joint.push((await fitConsensus(rows, 8, { clusters: 5, seed })).assignment);
    const agreement = ([a, b, c]: readonly Int32Array[]): number =>
      adjustedRandIndex(a ?? [], b ?? []) + adjustedRandIndex(b ?? [], c ?? []) + adjustedRandIndex(a ?? [], c ?? []);
    expect(agreement(joint)).toBeGreaterThan(agreement(single));
  });
});
