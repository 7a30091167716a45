/** Rows by group, each group's rows in their first order. */
export interface Grouped {
  /** Group g's rows are rows[starts[g]] .. rows[starts[g + 1] - 1]. (groups + 1) */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * Groups rows by code in two passes and no comparison. `order` gives the rows in the order that groups keep; `groupOf`
 * must lie in [0, groups).
 */
export function groupRows(order: Uint32Array, groups: number, groupOf: (row: number) => number): Grouped {
  const starts = new Uint32Array(groups + 1);
  for (const row of order) {
    const after = groupOf(row) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let group = 0; group < groups; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const rows = new Uint32Array(starts[groups] ?? 0);
  const next = starts.slice(0, groups);
  for (const row of order) {
    const group = groupOf(row);
    const place = next[group] ?? 0;
    rows[place] = row;
    next[group] = place + 1;
  }
  return { starts, rows };
}

/** The first place in [from, to) whose value is not below the bound; `to` where all are. Values rise with the place. */
export function firstNotBelow(from: number, to: number, bound: number, valueAt: (place: number) => number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
