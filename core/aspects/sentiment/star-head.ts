import * as tf from '@tensorflow/tfjs-core';

import { valuesOf } from '../tensor-values.ts';
import { starScore } from './star-score.ts';
import type { StarHead } from './star-score.ts';

const RIDGE = 3;
const STRONG_QUANTILE = 0.9;

/**
 * Ridge regression of (rating - 3) / 2 on embeddings, each star weighted alike (most reviews are five stars). A
 * unit takes its review's rating. Null where all ratings are the same: then there is nothing to learn.
 */
export function fitStarHead(embeddings: Float32Array, dimension: number, ratings: readonly number[]): StarHead | null {
  const weights = starWeights(ratings);
  if (weights === null) return null;
  const width = dimension + 1;
  const targets = Float32Array.from(ratings, (rating) => (rating - 3) / 2);
  const { gram, moment } = normalEquations(embeddings, targets, weights);
  // The weights sum to the number of rows; the bias is not shrunk.
  for (let k = 0; k < dimension; k++) gram[k * width + k] = (gram[k * width + k] ?? 0) + RIDGE;
  gram[width * width - 1] = (gram[width * width - 1] ?? 0) + 1e-6;
  const solution = solvePositiveDefinite(gram, moment);
  const head = { weights: [...solution.subarray(0, dimension)], bias: solution[dimension] ?? 0, scale: 1 };
  const sizes = ratings.map((_, row) => Math.abs(starScore(head, embeddings, row))).sort((a, b) => a - b);
  const strong = sizes[Math.floor(STRONG_QUANTILE * (sizes.length - 1))] ?? 0;
  return strong > 0 ? { ...head, scale: 1 / strong } : null;
}

/** X' diag(w) X, (width, width), and X' diag(w) y, with a column of ones for the bias. */
function normalEquations(
  embeddings: Float32Array,
  targets: Float32Array,
  weights: Float32Array,
): { gram: Float64Array; moment: Float64Array } {
  const rows = targets.length;
  const [gram, moment] = valuesOf(() => {
    const features = tf.concat([tf.tensor2d(embeddings, [rows, embeddings.length / rows]), tf.ones([rows, 1])], 1);
    const weighted = tf.mul(features, tf.tensor2d(weights, [rows, 1]));
    return [
      tf.matMul(weighted, features, true, false),
      tf.matMul(weighted, tf.tensor2d(targets, [rows, 1]), true, false),
    ];
  });
  return { gram: Float64Array.from(gram ?? []), moment: Float64Array.from(moment ?? []) };
}

/** Weights that give each star the same say, their sum the number of ratings; null where there is one star only. */
function starWeights(ratings: readonly number[]): Float32Array | null {
  const counts = new Map<number, number>();
  for (const rating of ratings) counts.set(Math.round(rating), (counts.get(Math.round(rating)) ?? 0) + 1);
  if (counts.size < 2) return null;
  return Float32Array.from(ratings, (rating) => ratings.length / (counts.size * (counts.get(Math.round(rating)) ?? 1)));
}

/** Cholesky: solves A x = b for symmetric positive definite A (n, n), in place of A's lower half. */
function solvePositiveDefinite(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const at = (row: number, column: number): number => a[row * n + column] ?? 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      a[row * n + column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column);
    }
  }
  const x = Float64Array.from(b);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] = (x[row] ?? 0) - at(row, k) * (x[k] ?? 0);
    x[row] = (x[row] ?? 0) / at(row, row);
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] = (x[row] ?? 0) - at(k, row) * (x[k] ?? 0);
    x[row] = (x[row] ?? 0) / at(row, row);
  }
  return x;
}
