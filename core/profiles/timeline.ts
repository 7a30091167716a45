/** Entries by time, oldest first; equal times by the order that the caller sorted them in. */
export interface Timed {
  readonly timestampMs: number;
}

/** Number of entries strictly before t: those of the same instant do not count. */
export function countBefore(timeline: readonly Timed[], timestampMs: number): number {
  let low = 0;
  let high = timeline.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timeline[middle]?.timestampMs ?? Infinity) < timestampMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function groupBy<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
