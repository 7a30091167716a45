/** A symmetric positive definite matrix (n, n), known by what it does. */
export interface PositiveDefinite {
  /** (n), or something near it: the preconditioner. */
  readonly diagonal: Float64Array;
  /** A P, (n, width), for P of (n, width). */
  apply(columns: Float32Array): Float32Array;
}

/**
 * Solves A X = B for `width` right sides at once, (n, width), by conjugate gradients with Jacobi preconditioning (Saad,
 * "Iterative Methods for Sparse Linear Systems", algorithm 9.1), from X = 0. The right sides do not mix. Stopping early
 * is harmless to a ridge regression: what has not moved yet is what the data say least about.
 */
export function conjugateGradients(
  a: PositiveDefinite,
  b: Float32Array,
  width: number,
  iterations: number,
): Float32Array {
  const solution = new Float32Array(b.length);
  const residual = Float32Array.from(b);
  let z = dividedRows(residual, a.diagonal, width);
  const direction = Float32Array.from(z);
  let energy = columnDots(residual, z, width);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const image = a.apply(direction);
    const step = ratios(energy, columnDots(direction, image, width));
    addScaledColumns(solution, solution, step, direction);
    addScaledColumns(
      residual,
      residual,
      step.map((size) => -size),
      image,
    );
    z = dividedRows(residual, a.diagonal, width);
    const next = columnDots(residual, z, width);
    const turn = ratios(next, energy);
    addScaledColumns(direction, z, turn, direction);
    energy = next;
  }
  return solution;
}

/** target = x + y diag(scales), in place where target is one of them. */
function addScaledColumns(target: Float32Array, x: Float32Array, scales: Float64Array, y: Float32Array): void {
  const width = scales.length;
  for (let from = 0; from < target.length; from += width) {
    for (let k = 0; k < width; k++) target[from + k] = (x[from + k] ?? 0) + (scales[k] ?? 0) * (y[from + k] ?? 0);
  }
}

function dividedRows(rows: Float32Array, divisors: Float64Array, width: number): Float32Array {
  const divided = new Float32Array(rows.length);
  for (const [row, divisor] of divisors.entries()) {
    for (let at = row * width; at < (row + 1) * width; at++) divided[at] = (rows[at] ?? 0) / divisor;
  }
  return divided;
}

/** Dot product of each column of x with the same column of y, (width). */
function columnDots(x: Float32Array, y: Float32Array, width: number): Float64Array {
  const dots = new Float64Array(width);
  for (let from = 0; from < x.length; from += width) {
    for (let k = 0; k < width; k++) dots[k] = (dots[k] ?? 0) + (x[from + k] ?? 0) * (y[from + k] ?? 0);
  }
  return dots;
}

/** 0 where the divisor is 0: a column that is solved stays as it is. */
function ratios(over: Float64Array, under: Float64Array): Float64Array {
  return over.map((value, k) => ((under[k] ?? 0) > 1e-30 ? value / (under[k] ?? 1) : 0));
}
