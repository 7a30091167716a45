/** Row-major matrices as flat Float32Arrays: the few operations that the fits share. All deterministic, no backend. */

/**
 * Dot product of row `i` of `a` with row `j` of `b`, both of width `width`. Four sums side by side: one alone would wait
 * for each addition, and this is where assigning spends its time.
 */
export function rowDot(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  const from = i * width;
  const other = j * width;
  const whole = width - (width % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let k = 0; k < whole; k += 4) {
    first += (a[from + k] ?? 0) * (b[other + k] ?? 0);
    second += (a[from + k + 1] ?? 0) * (b[other + k + 1] ?? 0);
    third += (a[from + k + 2] ?? 0) * (b[other + k + 2] ?? 0);
    fourth += (a[from + k + 3] ?? 0) * (b[other + k + 3] ?? 0);
  }
  for (let k = whole; k < width; k++) first += (a[from + k] ?? 0) * (b[other + k] ?? 0);
  return first + second + (third + fourth);
}

/** Scales each row to unit length in place; a zero row stays zero. */
export function normaliseRows(matrix: Float32Array, width: number): Float32Array {
  for (let from = 0; from < matrix.length; from += width) {
    let square = 0;
    for (let k = from; k < from + width; k++) square += (matrix[k] ?? 0) ** 2;
    const length = Math.sqrt(square);
    if (length === 0) continue;
    for (let k = from; k < from + width; k++) matrix[k] = (matrix[k] ?? 0) / length;
  }
  return matrix;
}

/** Mean of the rows, (width). */
export function meanRow(matrix: Float32Array, width: number): Float32Array {
  const mean = new Float64Array(width);
  for (let at = 0; at < matrix.length; at++) mean[at % width] = (mean[at % width] ?? 0) + (matrix[at] ?? 0);
  const rows = Math.max(1, matrix.length / width);
  return Float32Array.from(mean, (sum) => sum / rows);
}

/** The rows named by `indices`, copied, (indices.length, width). */
export function gatherRows(matrix: Float32Array, indices: ArrayLike<number>, width: number): Float32Array {
  const rows = new Float32Array(indices.length * width);
  for (let row = 0; row < indices.length; row++) {
    const from = (indices[row] ?? 0) * width;
    rows.set(matrix.subarray(from, from + width), row * width);
  }
  return rows;
}

/** Each row minus `mean`, copied. */
export function centredRows(matrix: Float32Array, mean: Float32Array): Float32Array {
  const width = mean.length;
  return matrix.map((value, at) => value - (mean[at % width] ?? 0));
}
