import { normaliseRows, rowDot } from './vectors.ts';

/**
 * Average linkage (UPGMA) of unit rows by cosine: the two groups with the highest mean cosine between their members join
 * until `groups` are left. Returns the groups' normalised sums, (groups, width), by their first row; ties go to the lower
 * rows. Cubic at worst: for some hundreds of rows.
 */
export function averageLinkage(unitRows: Float32Array, width: number, groups: number): Float32Array {
  const rows = unitRows.length / width;
  // Sums of cosines between groups; divided by the sizes they are the means that linkage is by.
  const sums = Float64Array.from({ length: rows * rows }, (_, at) =>
    rowDot(unitRows, Math.floor(at / rows), unitRows, at % rows, width),
  );
  const sizes = new Float64Array(rows).fill(1);
  const totals = Float32Array.from(unitRows);
  const alive = [...Array(rows).keys()];
  while (alive.length > groups) {
    const [left, right] = closest(alive, sums, sizes);
    for (const other of alive) {
      const joined = (sums[left * rows + other] ?? 0) + (sums[right * rows + other] ?? 0);
      sums[left * rows + other] = joined;
      sums[other * rows + left] = joined;
    }
    sizes[left] = (sizes[left] ?? 0) + (sizes[right] ?? 0);
    for (let k = 0; k < width; k++) {
      totals[left * width + k] = (totals[left * width + k] ?? 0) + (totals[right * width + k] ?? 0);
    }
    alive.splice(alive.indexOf(right), 1);
  }
  const found = new Float32Array(alive.length * width);
  for (const [place, row] of alive.entries()) found.set(totals.subarray(row * width, (row + 1) * width), place * width);
  return normaliseRows(found, width);
}

function closest(alive: readonly number[], sums: Float64Array, sizes: Float64Array): [left: number, right: number] {
  const rows = sizes.length;
  let best = -Infinity;
  let pair: [number, number] = [alive[0] ?? 0, alive[1] ?? 0];
  for (const [place, left] of alive.entries()) {
    for (const right of alive.slice(place + 1)) {
      const mean = (sums[left * rows + right] ?? 0) / ((sizes[left] ?? 1) * (sizes[right] ?? 1));
      if (mean <= best) continue;
      best = mean;
      pair = [left, right];
    }
  }
  return pair;
}
