import { createRandom } from '../../random.ts';
import type { Interval } from '../../recommender/metrics/bootstrap-interval.ts';

const RESAMPLES = 1000;

/**
 * How much better, as a share of the baseline's mean: mean(own) / mean(base) - 1, with a 95 % interval by resampling
 * dialogs, both values of one together. Null where the baseline's mean is 0; resamples without a baseline hit are left
 * out, so of very few hits the interval is too narrow.
 */
export function relativeGain(own: readonly number[], base: readonly number[], seed: number): Interval | null {
  const gain = (at: readonly number[]): number | null => {
    let [sumOwn, sumBase] = [0, 0];
    for (const place of at) {
      sumOwn += own[place] ?? 0;
      sumBase += base[place] ?? 0;
    }
    return sumBase === 0 ? null : sumOwn / sumBase - 1;
  };
  const places = own.map((_, at) => at);
  const mean = gain(places);
  if (mean === null) return null;
  const random = createRandom(seed);
  const drawn = Array.from({ length: RESAMPLES }, () => gain(places.map(() => random.int(places.length))))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? mean;
  return { mean, low: at(0.025), high: at(0.975) };
}
