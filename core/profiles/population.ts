import type { Described } from './columns/mention-timelines.ts';
import { firstNotBelow } from './columns/counting-sort.ts';
import { addReview, copySums, emptySums, type ReviewSums } from './columns/review-sums.ts';

/** What the population says of the coherent aspects as of one time, by aspect place: the prior of every profile. */
export interface Population {
  /** Sums to 1. */
  readonly salience: Float64Array;
  readonly sentiment: Float64Array;
}

/** Mentions that the prior itself starts from: spread evenly over the aspects, without sentiment. */
const START_MENTIONS = 1;
/** Least number of reviews between two kept rows of running sums. */
const LEAST_BLOCK = 16;
/** Answers kept; planning asks again and again for the same few times. */
const REMEMBERED = 64;

/**
 * The population prior as of t, from the training period's mentions strictly before t: running sums kept every
 * K reviews (16 bytes a review, whatever K), one binary search and a walk of fewer than K reviews. A prior from the
 * whole training period would let a profile inside it see its own future.
 */
export function createPopulation(of: Described, trainEndMs: number): (timestampMs: number) => Population {
  const timeAt = (place: number): number => of.reviews.timestampMs(of.byTime[place] ?? 0);
  const end = firstNotBelow(0, of.byTime.length, trainEndMs, timeAt);
  const block = Math.max(LEAST_BLOCK, of.width);
  const kept: ReviewSums[] = [];
  const running = emptySums(of.width);
  for (let place = 0; place < end; place++) {
    if (place % block === 0) kept.push(copySums(running));
    addReview(of, of.byTime[place] ?? 0, running);
  }
  if (end % block === 0) kept.push(copySums(running));
  const remembered = new Map<number, Population>();
  return (timestampMs) => {
    const until = firstNotBelow(0, end, timestampMs, timeAt);
    const known = remembered.get(until);
    if (known !== undefined) return known;
    const from = Math.floor(until / block);
    const sums = copySums(kept[from] ?? emptySums(of.width));
    for (let place = from * block; place < until; place++) addReview(of, of.byTime[place] ?? 0, sums);
    const population = populationOf(sums);
    remembered.set(until, population);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return population;
  };
}

function populationOf({ weight, signed }: ReviewSums): Population {
  const total = weight.reduce((sum, own) => sum + own, START_MENTIONS);
  const start = START_MENTIONS / weight.length;
  return {
    salience: weight.map((own) => (own + start) / total),
    sentiment: weight.map((own, place) => (signed[place] ?? 0) / (own + start)),
  };
}
