/** Dense products in plain loops: the same bits on every machine, which a native backend's do not promise. */

/** target[to..] += sum over four rows of M: (v0..v3) . M[from0..from3]. Four at once spare three quarters of the stores. */
function addFourRows(
  target: Float64Array,
  to: number,
  matrix: Float32Array,
  [a, b, c, d]: readonly [number, number, number, number],
  [va, vb, vc, vd]: readonly [number, number, number, number],
  width: number,
): void {
  for (let j = 0; j < width; j++) {
    target[to + j] =
      (target[to + j] ?? 0) +
      va * (matrix[a + j] ?? 0) +
      vb * (matrix[b + j] ?? 0) +
      vc * (matrix[c + j] ?? 0) +
      vd * (matrix[d + j] ?? 0);
  }
}

/** X M, (n, width), for X of (n, depth) and M of (depth, width); depth is a multiple of 4 or its rest is added singly. */
export function multiplyRows(rows: Float32Array, matrix: Float32Array, depth: number): Float32Array {
  const width = matrix.length / depth;
  const count = rows.length / depth;
  const product = new Float32Array(count * width);
  const sum = new Float64Array(width);
  const at = (row: number, k: number): number => (k < depth ? (rows[row * depth + k] ?? 0) : 0);
  const line = (k: number): number => Math.min(k, depth - 1) * width;
  for (let row = 0; row < count; row++) {
    sum.fill(0);
    for (let k = 0; k < depth; k += 4) {
      addFourRows(
        sum,
        0,
        matrix,
        [line(k), line(k + 1), line(k + 2), line(k + 3)],
        [at(row, k), at(row, k + 1), at(row, k + 2), at(row, k + 3)],
        width,
      );
    }
    product.set(sum, row * width);
  }
  return product;
}

/** (X - x̄)'(Y - ȳ), (width, width), for X and Y of (n, width). */
export function centredProduct(
  x: Float32Array,
  meanX: Float64Array,
  y: Float32Array,
  meanY: Float64Array,
): Float64Array {
  const width = meanX.length;
  const product = new Float64Array(width * width);
  const four = { x: new Float64Array(4 * width), y: new Float32Array(4 * width) };
  for (let from = 0; from < x.length; from += 4 * width) {
    for (let at = 0; at < 4 * width; at++) {
      const inside = from + at < x.length;
      four.x[at] = inside ? (x[from + at] ?? 0) - (meanX[at % width] ?? 0) : 0;
      four.y[at] = inside ? (y[from + at] ?? 0) - (meanY[at % width] ?? 0) : 0;
    }
    for (let k = 0; k < width; k++) {
      addFourRows(
        product,
        k * width,
        four.y,
        [0, width, 2 * width, 3 * width],
        [four.x[k] ?? 0, four.x[width + k] ?? 0, four.x[2 * width + k] ?? 0, four.x[3 * width + k] ?? 0],
        width,
      );
    }
  }
  return product;
}
