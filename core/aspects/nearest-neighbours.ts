import * as tf from '@tensorflow/tfjs-core';

import { valuesOf } from './tensor-values.ts';

const BLOCK_ROWS = 512;

/**
 * For each row the `count` rows of highest cosine among those of *other* groups (reviews), best first, (n, count);
 * -1 where there are fewer. Cosines by blocked matMul; the selection is a plain scan, so that ties go to the lower
 * index on every backend.
 */
export async function nearestInOtherGroups(
  unitRows: Float32Array,
  width: number,
  groups: readonly number[],
  count: number,
): Promise<Int32Array> {
  const rows = groups.length;
  const neighbours = new Int32Array(rows * count).fill(-1);
  const all = tf.tensor2d(unitRows, [rows, width]);
  try {
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const size = Math.min(BLOCK_ROWS, rows - start);
      const [cosines] = valuesOf(() => [tf.matMul(tf.slice2d(all, [start, 0], [size, width]), all, false, true)]);
      if (cosines === undefined) break;
      for (let row = 0; row < size; row++) {
        selectBest(cosines, row * rows, groups, start + row, neighbours, count);
      }
      await tf.nextFrame();
    }
  } finally {
    all.dispose();
  }
  return neighbours;
}

function selectBest(
  cosines: ArrayLike<number>,
  offset: number,
  groups: readonly number[],
  anchor: number,
  neighbours: Int32Array,
  count: number,
): void {
  const best = new Float64Array(count).fill(-Infinity);
  const base = anchor * count;
  const group = groups[anchor];
  for (let other = 0; other < groups.length; other++) {
    const cosine = cosines[offset + other] ?? -Infinity;
    if (cosine <= (best[count - 1] ?? 0) || groups[other] === group) continue;
    let place = count - 1;
    while (place > 0 && cosine > (best[place - 1] ?? 0)) {
      best[place] = best[place - 1] ?? 0;
      neighbours[base + place] = neighbours[base + place - 1] ?? -1;
      place--;
    }
    best[place] = cosine;
    neighbours[base + place] = other;
  }
}
