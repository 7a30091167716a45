import { createRandom, deriveSeed } from '../random.ts';

const ITERATIONS = 15;
const MAX_ROWS = 1500;

/**
 * The leading `count` principal directions of centred rows, as columns of a row-major (dimension, count) matrix, by
 * orthogonal iteration on the covariance. With fewer dimensions than asked for, the remaining columns are zero.
 * Text projections start here: the first score of an item is then close to the cosine of texts, which a few hundred
 * dialogs could not teach a random projection.
 */
export function principalDirections(rows: Float32Array, dimension: number, count: number, seed: number): Float32Array {
  const wanted = Math.min(count, dimension);
  const covariance = covarianceOf(rows, dimension, seed);
  const random = createRandom(deriveSeed(seed, 'principal-directions'));
  let basis: Float64Array[] = Array.from({ length: wanted }, () =>
    Float64Array.from({ length: dimension }, () => random.normal()),
  );
  orthonormalise(basis);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    basis = basis.map((vector) => multiply(covariance, vector));
    orthonormalise(basis);
  }
  const columns = new Float32Array(dimension * count);
  basis.forEach((vector, column) => {
    for (let row = 0; row < dimension; row++) columns[row * count + column] = vector[row] ?? 0;
  });
  return columns;
}

/** (dimension x dimension) second moments; a seeded sample of the rows where there are many. */
function covarianceOf(rows: Float32Array, dimension: number, seed: number): Float64Array {
  const total = rows.length / dimension;
  const indices = Array.from({ length: total }, (_, row) => row);
  const sample =
    total <= MAX_ROWS ? indices : createRandom(deriveSeed(seed, 'covariance-rows')).shuffle(indices).slice(0, MAX_ROWS);
  const covariance = new Float64Array(dimension * dimension);
  for (const row of sample) {
    for (let i = 0; i < dimension; i++) {
      const left = rows[row * dimension + i] ?? 0;
      for (let j = 0; j < dimension; j++) {
        covariance[i * dimension + j] = (covariance[i * dimension + j] ?? 0) + left * (rows[row * dimension + j] ?? 0);
      }
    }
  }
  return covariance;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const { length } = vector;
  const product = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let j = 0; j < length; j++) sum += (matrix[i * length + j] ?? 0) * (vector[j] ?? 0);
    product[i] = sum;
  }
  return product;
}

/** Gram-Schmidt in place; a vector without a part of its own (rank exhausted) becomes zero. */
function orthonormalise(basis: readonly Float64Array[]): void {
  basis.forEach((vector, place) => {
    for (const earlier of basis.slice(0, place)) {
      const overlap = dot(vector, earlier);
      for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) - overlap * (earlier[i] ?? 0);
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] = length > 1e-9 ? (vector[i] ?? 0) / length : 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
