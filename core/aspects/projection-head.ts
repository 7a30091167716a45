import * as tf from '@tensorflow/tfjs-core';

import { createRandom, deriveSeed } from '../random.ts';
import { valuesOf } from './tensor-values.ts';
import { normaliseRows, rowDot } from './vectors.ts';

/**
 * The head z = normalise((x - mean) W), W of shape (dimension, projected). It is linear: a randomly initialised MLP
 * loses to no head at all on review sentences, a linear one started from the principal subspace does not.
 */
export interface ProjectionHead {
  readonly dimension: number;
  readonly projected: number;
  /** (dimension, projected), row-major. */
  readonly weights: Float32Array;
  /** -mean W, (projected). */
  readonly bias: Float32Array;
}

const SUBSPACE_ITERATIONS = 30;

/**
 * Principal subspace of centred rows: an orthonormal (width, projected) basis by orthogonal iteration on the
 * covariance. Only the subspace matters: cosines do not change with a rotation inside it.
 */
export function principalSubspace(centred: Float32Array, width: number, projected: number, seed: number): Float32Array {
  const random = createRandom(deriveSeed(seed, 'principal-subspace'));
  const start = Float32Array.from({ length: width * projected }, () => random.normal());
  const covariance = tf.tidy(() => {
    const rows = tf.tensor2d(centred, [centred.length / width, width]);
    return tf.div(tf.matMul(rows, rows, true, false), centred.length / width);
  });
  let basis = orthonormalColumns(start, width, projected);
  for (let step = 0; step < SUBSPACE_ITERATIONS; step++) {
    const [turned] = valuesOf(() => [tf.matMul(covariance, tf.tensor2d(basis, [width, projected]))]);
    basis = orthonormalColumns(Float32Array.from(turned ?? basis), width, projected);
  }
  covariance.dispose();
  return basis;
}

/** Modified Gram-Schmidt over columns; a column that vanishes (rank deficiency) becomes zero. */
export function orthonormalColumns(matrix: Float32Array, rows: number, columns: number): Float32Array {
  // Worked on transposed, so that each column lies in one stretch of memory.
  const basis = new Float64Array(rows * columns);
  for (let c = 0; c < columns; c++) {
    const column = basis.subarray(c * rows, (c + 1) * rows);
    for (let r = 0; r < rows; r++) column[r] = matrix[r * columns + c] ?? 0;
    const before = length(column);
    for (let earlier = 0; earlier < c; earlier++) {
      const other = basis.subarray(earlier * rows, (earlier + 1) * rows);
      let dot = 0;
      for (let r = 0; r < rows; r++) dot += (column[r] ?? 0) * (other[r] ?? 0);
      for (let r = 0; r < rows; r++) column[r] = (column[r] ?? 0) - dot * (other[r] ?? 0);
    }
    const after = length(column);
    const scale = after <= 1e-6 * before || after === 0 ? 0 : 1 / after;
    for (let r = 0; r < rows; r++) column[r] = (column[r] ?? 0) * scale;
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    return basis[(at % columns) * rows + Math.floor(at / columns)] ?? 0;
  });
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

export function headOf(weights: Float32Array, mean: Float32Array): ProjectionHead {
  const projected = weights.length / mean.length;
  const bias = new Float32Array(projected);
  for (let column = 0; column < projected; column++) {
    let sum = 0;
    for (let k = 0; k < mean.length; k++) sum += (mean[k] ?? 0) * (weights[k * projected + column] ?? 0);
    bias[column] = -sum;
  }
  return { dimension: mean.length, projected, weights, bias };
}

/** Embeddings (n, dimension) to unit rows (n, projected). Plain loops: the same on every backend. */
export function project(head: ProjectionHead, embeddings: Float32Array): Float32Array {
  const { dimension, projected, weights, bias } = head;
  const rows = embeddings.length / dimension;
  const columns = transposed(weights, projected);
  const out = new Float32Array(rows * projected);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < projected; column++) {
      out[row * projected + column] = (bias[column] ?? 0) + rowDot(embeddings, row, columns, column, dimension);
    }
  }
  return normaliseRows(out, projected);
}

/** Columns of a row-major matrix one after the other. */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
}
