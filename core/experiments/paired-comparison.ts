import { createRandom, type Random } from '../random.ts';

/**
 * Two arms over the same targets. A figure of an arm is a statistic of its dialogs (a mean, a share over all statements,
 * a variety), of the difference of which we want to know what chance alone would make:
 *
 * - a 95 % percentile bootstrap interval (Efron & Tibshirani, 1993): targets are drawn with replacement, both arms'
 *   dialogs of a target together;
 * - a paired randomisation test (Fisher, 1935; two-sided): if the arms were alike, each target's two dialogs might as well
 *   have changed places. Exact up to 12 targets, else 5,000 random exchanges, the observed one counted in.
 */

/** `weights`: how often each value counts. Null where it says nothing (a share of no statements). */
export type Statistic<T> = (values: readonly T[], weights: ArrayLike<number>) => number | null;

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Comparison extends Estimate {
  /** Not adjusted for how many comparisons there are. */
  readonly pValue: number;
}

const RESAMPLES = 2000;
const EXCHANGES = 5000;
const EXACT_UP_TO = 12;
/** Differences that rounding alone makes count as equal. */
const ROUNDING = 1e-12;

/** The arm's figure with its interval; null where it says nothing. */
export function estimate<T>(values: readonly T[], statistic: Statistic<T>, seed: number): Estimate | null {
  const value = statistic(values, ones(values.length));
  if (value === null) return null;
  return { value, ...percentiles(values.length, (weights) => statistic(values, weights), createRandom(seed)) };
}

/** The other arm less the control: the dialogs of a target stand at one place in both. */
export function comparePaired<T>(
  control: readonly T[],
  other: readonly T[],
  statistic: Statistic<T>,
  seed: number,
): Comparison | null {
  const difference = (a: readonly T[], b: readonly T[], weights: ArrayLike<number>): number | null => {
    const [ofA, ofB] = [statistic(a, weights), statistic(b, weights)];
    return ofA === null || ofB === null ? null : ofB - ofA;
  };
  const value = difference(control, other, ones(control.length));
  if (value === null) return null;
  const random = createRandom(seed);
  const interval = percentiles(control.length, (weights) => difference(control, other, weights), random);
  const exchanged = (isExchanged: (place: number) => boolean): number | null => {
    const swap = control.map((_, place) => isExchanged(place));
    const take = (own: readonly T[], from: readonly T[]): T[] =>
      own.map((one, place) => (swap[place] === true ? (from[place] ?? one) : one));
    return difference(take(control, other), take(other, control), ones(control.length));
  };
  return { value, ...interval, pValue: randomisation(value, control.length, exchanged, random) };
}

function randomisation(
  observed: number,
  targets: number,
  exchanged: (isExchanged: (place: number) => boolean) => number | null,
  random: Random,
): number {
  const isAsFar = (value: number | null): boolean => value !== null && Math.abs(value) >= Math.abs(observed) - ROUNDING;
  let asFar = 0;
  if (targets <= EXACT_UP_TO) {
    const all = 2 ** targets;
    for (let mask = 0; mask < all; mask++) if (isAsFar(exchanged((place) => ((mask >> place) & 1) === 1))) asFar++;
    return asFar / all;
  }
  for (let draw = 0; draw < EXCHANGES; draw++) if (isAsFar(exchanged(() => random.next() < 0.5))) asFar++;
  return (1 + asFar) / (1 + EXCHANGES);
}

/** Resamples in which the statistic says nothing are left out. */
function percentiles(
  targets: number,
  statistic: (weights: ArrayLike<number>) => number | null,
  random: Random,
): { low: number; high: number } {
  const found: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const weights = new Float64Array(targets);
    for (let draw = 0; draw < targets; draw++) {
      const place = random.int(targets);
      weights[place] = (weights[place] ?? 0) + 1;
    }
    const value = statistic(weights);
    if (value !== null) found.push(value);
  }
  found.sort((a, b) => a - b);
  const at = (share: number): number => found[Math.min(found.length - 1, Math.floor(share * found.length))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}

const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

/** Adjusted for all of them together (Holm, 1979): the chance that any is as small by chance alone is below its value. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0) || a - b);
  const adjusted = pValues.map(() => 1);
  let least = 0;
  for (const [rank, place] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues[place] ?? 1) * (pValues.length - rank)));
    adjusted[place] = least;
  }
  return adjusted;
}
