import type { Split } from './review.ts';

/** Ends (exclusive) of the training and the validation period, UTC milliseconds. */
export interface SplitCuts {
  readonly trainEndMs: number;
  readonly validationEndMs: number;
}

/** How many reviews bear one time. */
export interface TimeCount {
  readonly timestampMs: number;
  readonly count: number;
}

export interface SplitShares {
  readonly train: number;
  readonly validation: number;
}

/**
 * The global split by date. A cut always falls between two different times, so reviews of one time are never parted;
 * of all such places the one nearest to the wished share is taken, the earlier one of two equally near. Where there
 * are too few different times for a cut, the period in question takes all that is left.
 *
 * @param times in rising order, each time once
 */
export function splitCuts(times: readonly TimeCount[], shares: SplitShares): SplitCuts {
  const total = times.reduce((sum, time) => sum + time.count, 0);
  const end = (times.at(-1)?.timestampMs ?? 0) + 1;
  const trainEndMs = nearestCut(times, shares.train * total, Number.NEGATIVE_INFINITY) ?? end;
  const validationEndMs = nearestCut(times, (shares.train + shares.validation) * total, trainEndMs) ?? end;
  return { trainEndMs, validationEndMs };
}

/** The first time of the part after the cut; later than `after`, and never the first of all. */
function nearestCut(times: readonly TimeCount[], wanted: number, after: number): number | null {
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  let before = 0;
  for (const { timestampMs, count } of times) {
    const distance = Math.abs(before - wanted);
    if (before > 0 && timestampMs > after && distance < bestDistance) {
      best = timestampMs;
      bestDistance = distance;
    }
    before += count;
  }
  return best;
}

export function splitOf(timestampMs: number, cuts: SplitCuts): Split {
  if (timestampMs < cuts.trainEndMs) return 'train';
  return timestampMs < cuts.validationEndMs ? 'validation' : 'test';
}
