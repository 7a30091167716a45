import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { createRandom, deriveSeed } from '../../../../core/random.ts';
import { dropoutMask } from '../../../../core/recommender/models/layers.ts';
import {
  crossEntropy,
  gatherRows,
  linear,
  mixHeads,
  normalise,
} from '../../../../core/recommender/models/operations.ts';
import { useCpuBackend } from '../cpu-backend.ts';

beforeAll(useCpuBackend);

function drawn(name: string, shape: readonly number[]): tf.Tensor {
  const random = createRandom(deriveSeed(3, name));
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    [...shape],
  );
}

// Each is given as many as its case has inputs.
// oxlint-disable-next-line typescript/no-explicit-any
type Function = (...inputs: any[]) => tf.Tensor;

/**
 * How far value and gradients are from those that automatic differentiation finds of the same thing said in plain
 * operations: the largest difference.
 */
async function apart(ours: Function, plain: Function, inputs: tf.Tensor[]): Promise<number> {
  // Weighted, so that every entry of the result has a gradient of its own.
  const weighted = (f: Function) => {
    const scalar = (...given: tf.Tensor[]): tf.Scalar => {
      const value = f(...given);
      return tf.sum<tf.Scalar>(tf.mul(value, drawn('weights', value.shape)));
    };
    return tf.valueAndGrads(scalar)(inputs);
  };
  const [found, expected] = [weighted(ours), weighted(plain)];
  const differences = [tf.sub(found.value, expected.value)];
  found.grads.forEach((grad, at) => {
    const reference = expected.grads[at];
    if (reference?.shape.join() !== grad.shape.join()) throw new Error(`gradient ${at} has another shape`);
    differences.push(tf.sub(grad, reference));
  });
  const largest = await Promise.all(differences.map((difference) => tf.max(tf.abs(difference)).data()));
  return Math.max(...largest.flatMap((values) => [...values]));
}

const product = (input: tf.Tensor, weight: tf.Tensor): tf.Tensor =>
  tf.reshape(tf.matMul(tf.reshape<tf.Rank.R2>(input, [6, 4]), weight as tf.Tensor2D), [2, 3, 6]);
const X = ['x', [2, 3, 4]] as const;
const W = ['w', [4, 6]] as const;
const places = () => tf.tensor2d([0, 2, 2, 3], [2, 2], 'int32');
const hidden = () => tf.mul(tf.tensor4d([0, 0, 1, 0, 1, 1], [2, 1, 1, 3]), -1e9);
const targets = () => tf.tensor1d([1, 0, 3], 'int32');

interface Case {
  readonly what: string;
  readonly ours: Function;
  readonly plain: Function;
  readonly inputs: readonly (readonly [name: string, shape: readonly number[]])[];
}

const CASES: readonly Case[] = [
  {
    what: 'linear with a bias',
    ours: (input, weight, bias) => linear(input, weight, { bias }),
    plain: (input, weight, bias) => tf.add(product(input, weight), bias),
    inputs: [X, W, ['b', [6]]],
  },
  {
    what: 'linear through a ReLU',
    ours: (input, weight, bias) => linear(input, weight, { bias, isRelu: true }),
    plain: (input, weight, bias) => tf.relu(tf.add(product(input, weight), bias)),
    inputs: [X, W, ['b', [6]]],
  },
  {
    what: 'linear over axes that are apart, to another shape',
    ours: (input, weight) => linear(tf.reshape(input, [2, 3, 2, 2]), weight, { shape: [6, 2, 3] }),
    plain: (input, weight) => tf.reshape(product(input, weight), [6, 2, 3]),
    inputs: [X, W],
  },
  {
    what: 'normalise',
    ours: (input, gain, bias) => normalise(input, gain, bias),
    plain: (input, gain, bias) => {
      const { mean, variance } = tf.moments(input, -1, true);
      return tf.add(tf.mul(tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, 1e-5))), gain), bias);
    },
    inputs: [X, ['gain', [4]], ['bias', [4]]],
  },
  {
    what: 'gatherRows, of a row that is taken twice and of one that is not',
    ours: (matrix) => gatherRows(matrix as tf.Tensor2D, places()),
    plain: (matrix) => {
      const chosen = tf.oneHot(tf.reshape<tf.Rank.R1>(places(), [4]), 5, 1, 0, 'float32') as tf.Tensor2D;
      return tf.reshape(tf.matMul(chosen, matrix as tf.Tensor2D), [2, 2, 3]);
    },
    inputs: [['matrix', [5, 3]]],
  },
  {
    what: 'mixHeads, where some places are hidden',
    ours: (q, k, v) => mixHeads(q, k, v, hidden()),
    plain: (q, k, v) => tf.matMul(tf.softmax(tf.add(tf.div(tf.matMul(q, k, false, true), Math.sqrt(5)), hidden())), v),
    inputs: [
      ['q', [2, 2, 4, 5]],
      ['k', [2, 2, 3, 5]],
      ['v', [2, 2, 3, 5]],
    ],
  },
  {
    what: 'crossEntropy',
    ours: (logits) => crossEntropy(logits as tf.Tensor2D, targets()),
    plain: (logits) => tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(targets(), 4)), 1))),
    inputs: [['logits', [3, 4]]],
  },
];

describe('operations with gradients by hand', () => {
  it.each(CASES)('$what: value and gradients are those of plain operations', async ({ ours, plain, inputs }) => {
    const drawnInputs = inputs.map(([name, shape]) => drawn(name, shape));
    expect(await apart(ours, plain, drawnInputs)).toBeLessThan(2e-5);
  });

  it('crossEntropy of a target that seems impossible', async () => {
    const [loss] = await crossEntropy(tf.tensor2d([[0, 500]]), tf.tensor1d([0], 'int32')).data();
    expect(loss).toBeCloseTo(500, 2);
  });
});

describe('dropout masks', () => {
  it('drop the asked share, keep the expected sum, and neighbours know nothing of each other', () => {
    for (const rate of [0.1, 0.2, 0.5]) {
      const size = 100_001;
      const mask = dropoutMask(size, rate, 77);
      const dropped = mask.filter((value) => value === 0).length / size;
      expect(dropped).toBeCloseTo(rate, 2);
      expect(mask.reduce((sum, value) => sum + value, 0) / size).toBeCloseTo(1, 2);
      for (const apart of [1, 2, 64]) {
        const both = mask.filter((value, at) => value === 0 && mask[at + apart] === 0).length / size;
        expect(both).toBeCloseTo(rate * rate, 2);
      }
    }
  });

  it('are the same for the same seed alone', () => {
    expect(dropoutMask(64, 0.5, 1)).toEqual(dropoutMask(64, 0.5, 1));
    expect(dropoutMask(64, 0.5, 1)).not.toEqual(dropoutMask(64, 0.5, 2));
    expect(dropoutMask(3, 0.5, 0)).toHaveLength(3);
  });
});
