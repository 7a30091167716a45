import { createRandom } from '../../random.ts';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * Mean with its 95 % percentile bootstrap interval (Efron & Tibshirani, 1993) over the values, one a dialog. Null for
 * no values; one value gives an interval without width, which says nothing.
 */
export function bootstrapInterval(values: readonly number[], seed: number): Interval | null {
  if (values.length === 0) return null;
  const random = createRandom(seed);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.int(values.length)] ?? 0;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] ?? 0;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, low: at(0.025), high: at(0.975) };
}
