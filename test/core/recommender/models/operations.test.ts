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

type Function = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Value and gradients are those that automatic differentiation finds of the same thing said in plain operations. */
async function expectSame(ours: Function, plain: Function, inputs: tf.Tensor[]): Promise<void> {
  // Weighted, so that every entry of the result has a gradient of its own.
  const weighted = (f: Function) => {
    const scalar = (...given: tf.Tensor[]): tf.Scalar => {
      const value = f(...given);
      return tf.sum<tf.Scalar>(tf.mul(value, drawn('weights', value.shape)));
    };
    return tf.valueAndGrads(scalar)(inputs);
  };
  const [found, expected] = [weighted(ours), weighted(plain)];
  const pairs = [[found.value, expected.value], ...found.grads.map((grad, at) => [grad, expected.grads[at]])];
  for (const [one, other] of pairs) {
    if (one === undefined || other === undefined) throw new Error('a gradient is missing');
    expect(one.shape).toEqual(other.shape);
    const reference = await other.data();
    (await one.data()).forEach((value, at) => expect(value).toBeCloseTo(reference[at] ?? Number.NaN, 4));
  }
}

describe('operations with gradients by hand', () => {
  const [x, w, b] = [drawn('x', [2, 3, 4]), drawn('w', [4, 6]), drawn('b', [6])];
  const product = (input: tf.Tensor, weight: tf.Tensor): tf.Tensor =>
    tf.reshape(tf.matMul(tf.reshape<tf.Rank.R2>(input, [6, 4]), weight as tf.Tensor2D), [2, 3, 6]);

  it.each([false, true])('linear, with a ReLU: %s', (isRelu) =>
    expectSame(
      (input, weight, bias) => linear(input, weight, { isRelu, ...(bias === undefined ? {} : { bias }) }),
      (input, weight, bias) => {
        const sum = tf.add(product(input, weight), bias ?? 0);
        return isRelu ? tf.relu(sum) : sum;
      },
      [x, w, b],
    ),
  );

  it('linear, without a bias, over axes that are apart and to another shape', () =>
    expectSame(
      (input, weight) => linear(tf.reshape(input, [2, 3, 2, 2]), weight, { shape: [6, 2, 3] }),
      (input, weight) => tf.reshape(product(input, weight), [6, 2, 3]),
      [x, w],
    ));

  it('normalise', () =>
    expectSame(
      (input, gain, bias) => normalise(input, gain, bias),
      (input, gain, bias) => {
        const { mean, variance } = tf.moments(input, -1, true);
        return tf.add(tf.mul(tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, 1e-5))), gain), bias);
      },
      [x, drawn('gain', [4]), drawn('bias', [4])],
    ));

  it('gatherRows, of a row that is taken twice and of one that is not', () => {
    const places = tf.tensor2d([0, 2, 2, 3], [2, 2], 'int32');
    return expectSame(
      (matrix) => gatherRows(matrix as tf.Tensor2D, places),
      (matrix) => {
        const chosen = tf.oneHot(tf.reshape<tf.Rank.R1>(places, [4]), 5, 1, 0, 'float32') as tf.Tensor2D;
        return tf.reshape(tf.matMul(chosen, matrix as tf.Tensor2D), [2, 2, 3]);
      },
      [drawn('matrix', [5, 3])],
    );
  });

  it('mixHeads, where some places are hidden', () => {
    const hidden = tf.mul(tf.tensor4d([0, 0, 1, 0, 1, 1], [2, 1, 1, 3]), -1e9);
    return expectSame(
      (q, k, v) => mixHeads(q, k, v, hidden),
      (q, k, v) => tf.matMul(tf.softmax(tf.add(tf.div(tf.matMul(q, k, false, true), Math.sqrt(5)), hidden)), v),
      [drawn('q', [2, 2, 4, 5]), drawn('k', [2, 2, 3, 5]), drawn('v', [2, 2, 3, 5])],
    );
  });

  it('crossEntropy', () => {
    const targets = tf.tensor1d([1, 0, 3], 'int32');
    return expectSame(
      (logits) => crossEntropy(logits as tf.Tensor2D, targets),
      (logits) => tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(targets, 4)), 1))),
      [drawn('logits', [3, 4])],
    );
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
