import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { startTraining, trainStep, type ContrastiveOptions } from '../../../core/aspects/contrastive-head.ts';
import { nearestInOtherGroups } from '../../../core/aspects/nearest-neighbours.ts';
import { headOf, principalSubspace, project } from '../../../core/aspects/projection-head.ts';
import { centredRows, meanRow } from '../../../core/aspects/vectors.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';
import { plantedSentences } from './planted.ts';

beforeAll(useCpuBackend);

const OPTIONS: ContrastiveOptions = {
  temperature: 0.5,
  batchSize: 2,
  dropout: 0,
  learningRate: 0.01,
  steps: 10,
  seed: 3,
};
/** Two pairs of neighbours, (1,0)-(0.8,0.6) and (0,1)-(0.6,0.8), seen through the identity. */
const DATA = {
  centred: Float32Array.from([1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8]),
  dimension: 2,
  projected: 2,
  neighbours: Int32Array.from([1, 0, 3, 2]),
  neighbourCount: 1,
};
const IDENTITY = Float32Array.from([1, 0, 0, 1]);

/** Losses of one step over many draws of two anchors. */
function lossesOf(assignment: number[], options: ContrastiveOptions): number[] {
  const clusters = Int32Array.from(assignment);
  return Array.from({ length: 24 }, (_, seed) =>
    trainStep(startTraining(IDENTITY), DATA, clusters, 0, { ...options, seed }),
  );
}

/** Which of the expected values each loss is (-1: none of them), each place named once. */
function placesOf(losses: readonly number[], expected: readonly number[]): number[] {
  const places = losses.map((loss) => expected.findIndex((value) => Math.abs(loss - value) < 1e-3));
  return [...new Set(places)].sort((a, b) => a - b);
}

describe('trainStep', () => {
  it('computes InfoNCE as by hand', () => {
    // Anchors 0 and 2: log(1 + e^((0.6 - 0.8) / 0.5)) for both = 0.5130; 1 and 3 the same.
    // Anchors 0 and 3: log(1 + e^(-1.6)) = 0.1839 and log(1 + e^(0.32)) = 0.8660, mean 0.5250; 1 and 2 the same.
    // Anchors of one cluster: the other's positive is masked, the loss is 0.
    expect(placesOf(lossesOf([0, 0, 1, 1], OPTIONS), [0, 0.513, 0.525])).toEqual([0, 1, 2]);
  });

  it('masks every negative of the same cluster', () => {
    expect(placesOf(lossesOf([0, 0, 0, 0], OPTIONS), [0])).toEqual([0]);
  });

  it('lowers the loss over steps and leaves no tensor behind', async () => {
    const { embeddings, dimension, topics } = plantedSentences(120, 9, 0.5);
    const centred = centredRows(embeddings, meanRow(embeddings, dimension));
    const groups = topics.map((_, row) => row);
    const neighbours = await nearestInOtherGroups(embeddings, dimension, groups, 3);
    const data = { centred, dimension, projected: 8, neighbours, neighbourCount: 3 };
    const training = startTraining(principalSubspace(centred, dimension, 8, 1));
    const clusters = Int32Array.from(topics);
    const options = { ...OPTIONS, batchSize: 48, learningRate: 0.02, steps: 40 };
    const before = tf.memory().numTensors;
    const losses = Array.from({ length: 40 }, (_, step) => trainStep(training, data, clusters, step, options));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('nearestInOtherGroups', () => {
  it('agrees with brute force and never stays in its own review', async () => {
    const { embeddings, dimension } = plantedSentences(30, 4);
    const groups = Array.from({ length: 30 }, (_, row) => Math.floor(row / 3));
    const found = await nearestInOtherGroups(embeddings, dimension, groups, 4);
    const cosine = (a: number, b: number): number =>
      Array.from(
        { length: dimension },
        (_, k) => (embeddings[a * dimension + k] ?? 0) * (embeddings[b * dimension + k] ?? 0),
      ).reduce((sum, value) => sum + value, 0);
    for (let row = 0; row < 30; row++) {
      const expected = [...groups.keys()]
        .filter((other) => groups[other] !== groups[row])
        .sort((a, b) => cosine(row, b) - cosine(row, a))
        .slice(0, 4);
      expect([...found.subarray(row * 4, row * 4 + 4)]).toEqual(expected);
    }
  });

  it('says -1 where no other review has enough sentences', async () => {
    const found = await nearestInOtherGroups(Float32Array.from([1, 0, 0, 1]), 2, [0, 1], 3);
    expect([...found]).toEqual([1, -1, -1, 0, -1, -1]);
  });
});

describe('principalSubspace', () => {
  it('keeps the directions of variance and nothing else', () => {
    // Variance along axes 0 and 2 only.
    const rows = Float32Array.from([3, 0, 1, -3, 0, -1, 2, 0, -2, -2, 0, 2]);
    const basis = principalSubspace(rows, 3, 2, 1);
    const head = headOf(basis, new Float32Array(3));
    expect(Math.hypot(basis[2] ?? 0, basis[3] ?? 0)).toBeLessThan(1e-5);
    // A rotation inside the subspace keeps cosines: (3,0,1).(2,0,-2) / (|..||..|) = 4 / sqrt(80).
    const [a, b, , , c, d] = project(head, rows);
    expect((a ?? 0) * (c ?? 0) + (b ?? 0) * (d ?? 0)).toBeCloseTo(4 / Math.sqrt(80), 4);
  });
});
