/**
 * Operations with gradients written by hand. What automatic differentiation records of them costs three to five times as
 * many kernels (reshapes, casts, sums over broadcasts), and on native TensorFlow a kernel costs 30 to 60 microseconds
 * before it computes anything: for small models that is most of a step (bench/training.ts).
 *
 * `tf.customGrad` hands over the inputs and, last, a function that keeps tensors for the gradient.
 */
import * as tf from '@tensorflow/tfjs-core';

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/** `forward` gives the value, what the gradient needs, and the gradient: one tensor an input. */
function differentiated(
  inputs: readonly tf.Tensor[],
  forward: (inputs: readonly tf.Tensor[]) => { value: tf.Tensor; saved: readonly tf.Tensor[]; gradient: Gradient },
): tf.Tensor {
  const operation = tf.customGrad((...args) => {
    const save = args.at(-1);
    // Its type does not tell the function, which is last, from the tensors before it.
    const { value, saved, gradient } = forward(args.slice(0, -1) as tf.Tensor[]);
    if (typeof save === 'function') save([...saved]);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => gradient(dy, kept) };
  });
  return operation(...inputs);
}

const at = (tensors: readonly tf.Tensor[], place: number): tf.Tensor => {
  const found = tensors[place];
  if (found === undefined) throw new RangeError(`no tensor ${place}`);
  return found;
};

export interface LinearOptions {
  /** (out), added. */
  readonly bias?: tf.Tensor;
  readonly isRelu?: boolean;
  /** Of the result, where it is not the input's with the last axis exchanged. */
  readonly shape?: readonly number[];
}

/** (..., in) x (in, out), plus a bias (out), through a ReLU -> (..., out). Axes of the input that make up `in` may be apart. */
export function linear(input: tf.Tensor, weight: tf.Tensor, options: LinearOptions = {}): tf.Tensor {
  const { bias = null, isRelu = false } = options;
  const [width = 0, out = 0] = weight.shape;
  const rows = input.size / width;
  const shape = options.shape ?? [...input.shape.slice(0, -1), out];
  return differentiated(bias === null ? [input, weight] : [input, weight, bias], (inputs) => {
    const flat = tf.reshape<tf.Rank.R2>(at(inputs, 0), [rows, width]);
    const product = tf.matMul(flat, at(inputs, 1));
    const shifted = bias === null ? product : tf.add(product, at(inputs, 2));
    const result = isRelu ? tf.relu(shifted) : shifted;
    const saved = [flat, at(inputs, 1), ...(isRelu ? [result] : [])];
    return {
      value: tf.reshape(result, [...shape]),
      saved,
      gradient(dy, kept) {
        const flatDy = tf.reshape<tf.Rank.R2>(dy, [rows, out]);
        const through = isRelu ? tf.mul<tf.Tensor2D>(flatDy, tf.sign(at(kept, 2))) : flatDy;
        const dInput = tf.reshape(tf.matMul(through, at(kept, 1), false, true), input.shape);
        const dWeight = tf.matMul(at(kept, 0), through, true, false);
        return bias === null ? [dInput, dWeight] : [dInput, dWeight, tf.sum(through, 0)];
      },
    };
  });
}

const EPSILON = 1e-5;

/** Over the last axis (d), with gain (d) and bias (d). */
export function normalise(input: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const width = input.shape.at(-1) ?? 0;
  const rows = input.size / width;
  return differentiated([input, gain, bias], (inputs) => {
    const x = tf.reshape(at(inputs, 0), [rows, width]);
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON)); // (rows, 1)
    const normal = tf.mul(centred, inverse);
    return {
      value: tf.reshape(tf.add(tf.mul(normal, at(inputs, 1)), at(inputs, 2)), input.shape),
      saved: [normal, inverse, at(inputs, 1)],
      gradient(dy, kept) {
        const [n, inv] = [at(kept, 0), at(kept, 1)];
        const flatDy = tf.reshape(dy, [rows, width]);
        const dGain = tf.sum(tf.mul(flatDy, n), 0);
        const dNormal = tf.mul(flatDy, at(kept, 2));
        const along = tf.mul(n, tf.mean(tf.mul(dNormal, n), 1, true));
        const dx = tf.mul(inv, tf.sub(tf.sub(dNormal, tf.mean(dNormal, 1, true)), along));
        return [tf.reshape(dx, input.shape), dGain, tf.sum(flatDy, 0)];
      },
    };
  });
}

/** Rows of a matrix (N, d) at `indices` (any shape) -> (..., d); the gradient sums what was taken of each row. */
export function gatherRows(matrix: tf.Tensor2D, indices: tf.Tensor): tf.Tensor {
  const [rows, width] = matrix.shape;
  const flat = tf.reshape<tf.Rank.R1>(indices.dtype === 'int32' ? indices : tf.cast(indices, 'int32'), [-1]);
  return differentiated([matrix], (inputs) => ({
    value: tf.reshape(tf.gather(at(inputs, 0) as tf.Tensor2D, flat), [...indices.shape, width]),
    saved: [flat],
    gradient: (dy, kept) => [
      tf.unsortedSegmentSum(tf.reshape<tf.Rank.R2>(dy, [-1, width]), at(kept, 0) as tf.Tensor1D, rows),
    ],
  }));
}

/** softmax(q k^T scale + hidden) v, heads apart: q (B, h, T, c), k and v (B, h, M, c), hidden broadcast over (B, h, T, M). */
export function mixHeads(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, hidden: tf.Tensor): tf.Tensor {
  const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
  return differentiated([q, k, v], (inputs) => {
    const scaled = tf.mul(at(inputs, 0), scale);
    const weights = tf.softmax(tf.add(tf.matMul(scaled, at(inputs, 1), false, true), hidden));
    return {
      value: tf.matMul(weights, at(inputs, 2)),
      saved: [scaled, at(inputs, 1), at(inputs, 2), weights],
      gradient(dy, kept) {
        const p = at(kept, 3);
        const dWeights = tf.matMul(dy, at(kept, 2), false, true);
        const weighted = tf.mul(dWeights, p);
        const dScores = tf.sub(weighted, tf.mul(p, tf.sum(weighted, 3, true)));
        const dq = tf.mul(tf.matMul(dScores, at(kept, 1)), scale);
        const dk = tf.matMul(dScores, at(kept, 0), true, false);
        return [dq, dk, tf.matMul(p, dy, true, false)];
      },
    };
  });
}

/** Mean over rows of -log softmax(logits) (M, N) at the targets (M). */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  const [rows, items] = logits.shape;
  return differentiated([logits], (inputs) => {
    const scores = at(inputs, 0) as tf.Tensor2D;
    const chances = tf.softmax(scores);
    // log sum exp = most likely score - its log chance, which is at least 1 / N: nothing under- or overflows.
    const total = tf.sub(tf.max(scores, 1), tf.log(tf.max(chances, 1)));
    const places = tf.add(tf.mul(tf.range(0, rows, 1, 'int32'), tf.scalar(items, 'int32')), targets);
    const wanted = tf.gather(tf.reshape<tf.Rank.R1>(scores, [rows * items]), places);
    return {
      value: tf.mean(tf.sub(total, wanted)),
      saved: [chances, targets],
      gradient(dy, kept) {
        const aim = tf.oneHot(at(kept, 1), items, 1, 0, 'float32');
        return [tf.mul(tf.sub(at(kept, 0), aim), tf.div(dy, rows))];
      },
    };
  }) as tf.Scalar;
}
