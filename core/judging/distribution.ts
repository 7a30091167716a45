export interface Distribution {
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function distribution(values: readonly number[]): Distribution {
  if (values.length === 0) return { mean: null, min: null, max: null };
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { mean: sum / values.length, min, max };
}
