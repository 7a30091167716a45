/**
 * Adjusted Rand index (Hubert and Arabie, 1985) of two clusterings of the same rows: 1 where they agree up to the names
 * of the clusters, 0 on average where they have nothing to do with each other. 1 where neither separates anything.
 */
export function adjustedRandIndex(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const together = new Map<string, number>();
  const leftSizes = new Map<number, number>();
  const rightSizes = new Map<number, number>();
  const add = <Key>(counts: Map<Key, number>, key: Key): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let row = 0; row < left.length; row++) {
    const [a, b] = [left[row] ?? -1, right[row] ?? -1];
    add(together, `${a} ${b}`);
    add(leftSizes, a);
    add(rightSizes, b);
  }
  const pairs = (counts: Map<unknown, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const all = (left.length * (left.length - 1)) / 2;
  const [both, ofLeft, ofRight] = [pairs(together), pairs(leftSizes), pairs(rightSizes)];
  const expected = all === 0 ? 0 : (ofLeft * ofRight) / all;
  const highest = (ofLeft + ofRight) / 2;
  return highest === expected ? 1 : (both - expected) / (highest - expected);
}
