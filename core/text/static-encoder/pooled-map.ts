import { conjugateGradients } from './conjugate-gradients.ts';
import { centredProduct, multiplyRows } from './row-kernels.ts';

/** The affine map y = A'x + b of a ridge regression. */
export interface AffineMap {
  /** A, (dimension, dimension), row-major: row k is what input k adds. */
  readonly matrix: Float32Array;
  /** b, (dimension). */
  readonly bias: Float64Array;
}

const ITERATIONS = 30;

/**
 * Ridge regression of the targets on the inputs, both (n, dimension), the bias not shrunk:
 * A = argmin |(X - x̄) A - (Y - ȳ)|² + ridge |A|²,  b = ȳ - A'x̄.
 */
export function fitAffineMap(inputs: Float32Array, targets: Float32Array, dimension: number, ridge: number): AffineMap {
  const meanInput = columnMeans(inputs, dimension);
  const meanTarget = columnMeans(targets, dimension);
  const gram = centredProduct(inputs, meanInput, inputs, meanInput);
  const moment = centredProduct(inputs, meanInput, targets, meanTarget);
  for (let k = 0; k < dimension; k++) gram[k * dimension + k] = (gram[k * dimension + k] ?? 0) + ridge;
  const system = Float32Array.from(gram);
  const matrix = conjugateGradients(
    {
      diagonal: Float64Array.from({ length: dimension }, (_, k) => gram[k * dimension + k] ?? 1),
      apply: (columns) => multiplyRows(system, columns, dimension),
    },
    Float32Array.from(moment),
    dimension,
    ITERATIONS,
  );
  const shift = multiplyRows(Float32Array.from(meanInput), matrix, dimension);
  return { matrix, bias: meanTarget.map((value, k) => value - (shift[k] ?? 0)) };
}

function columnMeans(rows: Float32Array, dimension: number): Float64Array {
  const sums = new Float64Array(dimension);
  for (let from = 0; from < rows.length; from += dimension) {
    for (let k = 0; k < dimension; k++) sums[k] = (sums[k] ?? 0) + (rows[from + k] ?? 0);
  }
  const count = Math.max(1, rows.length / dimension);
  return sums.map((sum) => sum / count);
}
