import type { Described } from './columns/mention-timelines.ts';
import { firstNotBelow } from './columns/counting-sort.ts';

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
 * K reviews (16 bytes a review, whatever K), one binary search and a walk of fewer than K reviews. A prior from the whole training period would let a profile inside it see
 * its own future.
 */
export function createPopulation(of: Described, trainEndMs: number): (timestampMs: number) => Population {
  const timeAt = (place: number): number => of.reviews.timestampMs(of.byTime[place] ?? 0);
  const end = firstNotBelow(0, of.byTime.length, trainEndMs, timeAt);
  const block = Math.max(LEAST_BLOCK, of.width);
  const kept: Float64Array[] = [];
  // (2 K): weights, then weights times sentiments.
  const running = new Float64Array(2 * of.width);
  for (let place = 0; place < end; place++) {
    if (place % block === 0) kept.push(running.slice());
    addReview(of, of.byTime[place] ?? 0, running);
  }
  if (end % block === 0) kept.push(running.slice());
  const remembered = new Map<number, Population>();
  return (timestampMs) => {
    const until = firstNotBelow(0, end, timestampMs, timeAt);
    const known = remembered.get(until);
    if (known !== undefined) return known;
    const from = Math.floor(until / block);
    const sums = kept[from]?.slice() ?? new Float64Array(2 * of.width);
    for (let place = from * block; place < until; place++) addReview(of, of.byTime[place] ?? 0, sums);
    const population = populationOf(sums, of.width);
    remembered.set(until, population);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return population;
  };
}

function addReview(of: Described, review: number, sums: Float64Array): void {
  const { starts, rows } = of.ofReview;
  for (let at = starts[review] ?? 0; at < (starts[review + 1] ?? 0); at++) {
    const [from, to] = of.sentences.aspectsOf(rows[at] ?? 0);
    for (let row = from; row < to; row++) {
      const place = of.placeOf(of.sentences.aspectIdOf(row));
      if (place < 0) continue;
      const score = of.sentences.scoreOf(row);
      sums[place] = (sums[place] ?? 0) + score;
      sums[of.width + place] = (sums[of.width + place] ?? 0) + score * of.sentences.sentimentOf(row);
    }
  }
}

export function populationOf(sums: Float64Array, width: number): Population {
  const weights = sums.subarray(0, width);
  const total = weights.reduce((sum, weight) => sum + weight, START_MENTIONS);
  const start = START_MENTIONS / width;
  return {
    salience: weights.map((weight) => (weight + start) / total),
    sentiment: weights.map((weight, place) => (sums[width + place] ?? 0) / (weight + start)),
  };
}
