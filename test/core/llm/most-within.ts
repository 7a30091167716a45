/** The most that happened in any window of so many milliseconds, by weight; in the order of time. */
export function mostWithin<T extends { readonly atMs: number }>(
  happened: readonly T[],
  windowMs: number,
  weight: (one: T) => number,
): number {
  let most = 0;
  let sum = 0;
  let from = 0;
  for (const one of happened) {
    sum += weight(one);
    for (let first = happened[from]; first !== undefined && first.atMs <= one.atMs - windowMs; first = happened[from]) {
      sum -= weight(first);
      from += 1;
    }
    most = Math.max(most, sum);
  }
  return most;
}
