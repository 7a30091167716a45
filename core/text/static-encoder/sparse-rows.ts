/**
 * A sparse matrix F whose entries in row i are `scales[i]` for each term listed (a term listed twice counts twice): row
 * i lists `terms[starts[i]]` to `terms[starts[i + 1] - 1]`.
 */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly terms: Int32Array;
  /** (rows). */
  readonly scales: Float64Array;
  readonly columns: number;
}

/** F M, (rows, width), for M of (columns, width). Sums are in double precision. */
export function timesMatrix(f: SparseRows, matrix: Float32Array, width: number): Float32Array {
  const product = new Float32Array(f.scales.length * width);
  const sum = new Float64Array(width);
  for (const [row, scale] of f.scales.entries()) {
    sum.fill(0);
    const end = f.starts[row + 1] ?? 0;
    for (let at = f.starts[row] ?? 0; at < end; at++) {
      const from = (f.terms[at] ?? 0) * width;
      for (let k = 0; k < width; k++) sum[k] = (sum[k] ?? 0) + (matrix[from + k] ?? 0);
    }
    const to = row * width;
    for (let k = 0; k < width; k++) product[to + k] = scale * (sum[k] ?? 0);
  }
  return product;
}

/** F' Y, (columns, width), for Y of (rows, width). */
export function transposedTimesMatrix(f: SparseRows, rows: Float32Array, width: number): Float32Array {
  const product = new Float32Array(f.columns * width);
  for (const [row, scale] of f.scales.entries()) {
    const from = row * width;
    const end = f.starts[row + 1] ?? 0;
    for (let at = f.starts[row] ?? 0; at < end; at++) {
      const to = (f.terms[at] ?? 0) * width;
      for (let k = 0; k < width; k++) product[to + k] = (product[to + k] ?? 0) + scale * (rows[from + k] ?? 0);
    }
  }
  return product;
}

/** Diagonal of F' F, (columns), but for the cross terms of a term listed twice in a row. */
export function squaredColumnNorms(f: SparseRows): Float64Array {
  const norms = new Float64Array(f.columns);
  for (const [row, scale] of f.scales.entries()) {
    const end = f.starts[row + 1] ?? 0;
    for (let at = f.starts[row] ?? 0; at < end; at++) {
      const term = f.terms[at] ?? 0;
      norms[term] = (norms[term] ?? 0) + scale * scale;
    }
  }
  return norms;
}
