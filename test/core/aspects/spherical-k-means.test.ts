import { beforeAll, describe, expect, it } from 'vitest';

import { refineCentroids, sphericalKMeans } from '../../../core/aspects/spherical-k-means.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';
import { plantedSentences, purity } from './planted.ts';

beforeAll(useCpuBackend);

describe('sphericalKMeans', () => {
  it('finds two directions exactly', () => {
    const rows = Float32Array.from([1, 0, 0.8, 0.6, 0, 1, -0.6, 0.8]);
    const found = refineCentroids(rows, 2, Float32Array.from([1, 0, 0, 1]), 10);
    expect([...found.assignment]).toEqual([0, 0, 1, 1]);
    // normalise((1.8, 0.6)) and normalise((-0.6, 1.8))
    expect([...found.centroids].map((value) => Number(value.toFixed(4)))).toEqual([0.9487, 0.3162, -0.3162, 0.9487]);
    // all four cosines are 0.9487
    expect(found.objective).toBeCloseTo(0.94868, 4);
  });

  it('recovers planted topics, the same for the same seed', () => {
    const { embeddings, topics, dimension } = plantedSentences(240, 5);
    const options = { clusters: 3, seed: 7, starts: 3, maxIterations: 30 };
    const found = sphericalKMeans(embeddings, dimension, options);
    expect(purity(found.assignment, topics)).toBeGreaterThan(0.95);
    expect([...sphericalKMeans(embeddings, dimension, options).centroids]).toEqual([...found.centroids]);
  });

  it('never loses by refining, and never leaves a cluster empty while rows differ', () => {
    const { embeddings, dimension } = plantedSentences(60, 1);
    const start = embeddings.slice(0, dimension);
    const twins = Float32Array.from([...start, ...start, ...start]);
    const before = refineCentroids(embeddings, dimension, twins, 0);
    const after = refineCentroids(embeddings, dimension, twins, 30);
    expect(after.objective).toBeGreaterThanOrEqual(before.objective);
    expect(new Set(after.assignment).size).toBe(3);
  });
});
