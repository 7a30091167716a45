import { createRandom, deriveSeed } from '../random.ts';
import type { RankingExample } from './recommender-data.ts';

const TOP = 10;
/** The target and 24 negatives. */
export const CANDIDATES = 25;

export interface Ranking {
  /** The target's rank, from 1. */
  readonly rank: number;
  /** Items ranked. */
  readonly among: number;
  /** Catalogue rows, best first. */
  readonly top: readonly number[];
}

/**
 * Full ranking: all items but those in the user's history (an item seen before is no recommendation); a target that
 * stands in the history stays in. Equal scores stand in a random order seeded by the example, never in that of ids.
 */
export function rankItems(scores: Float32Array, example: RankingExample, seed: number): Ranking {
  return rankAmong(scores, example, unseenItems(scores.length, example), seed);
}

/** Ranking of the target among fresh random negatives, drawn for each example by seed; all variants see the same. */
export function rankCandidates(scores: Float32Array, example: RankingExample, seed: number): Ranking {
  const negatives = unseenItems(scores.length, example).filter((item) => item !== example.target);
  const random = createRandom(deriveSeed(seed, 'negatives', example.exampleId));
  const drawn = random.shuffle(negatives).slice(0, CANDIDATES - 1);
  return rankAmong(scores, example, [example.target, ...drawn], seed);
}

/** The best of the items that the example has not seen, best first, in the order of `rankItems`: what is recommended. */
export function topUnseen(scores: Float32Array, example: RankingExample, seed: number): number[] {
  return inOrder(scores, example, unseenItems(scores.length, example), seed).slice(0, TOP);
}

function unseenItems(count: number, example: RankingExample): number[] {
  const seen = new Set(example.seen);
  const all = Array.from({ length: count }, (_, item) => item);
  return all.filter((item) => item === example.target || !seen.has(item));
}

function rankAmong(scores: Float32Array, example: RankingExample, items: readonly number[], seed: number): Ranking {
  const ranked = inOrder(scores, example, items, seed);
  const place = ranked.indexOf(example.target);
  if (place < 0) throw new RangeError(`the target of ${example.exampleId} is not among the items`);
  return { rank: place + 1, among: ranked.length, top: ranked.slice(0, TOP) };
}

/** Best first; equal scores in an order drawn for the example. */
function inOrder(scores: Float32Array, example: RankingExample, items: readonly number[], seed: number): number[] {
  const random = createRandom(deriveSeed(seed, 'ties', example.exampleId));
  const tieOrder = Float64Array.from(scores, () => random.next());
  const score = (item: number): number => {
    const value = scores[item];
    // NaN compares as equal to all and would pass for a good rank.
    if (value === undefined || Number.isNaN(value)) throw new RangeError(`no score for item ${item}`);
    return value;
  };
  return [...items].sort((a, b) => score(b) - score(a) || (tieOrder[a] ?? 0) - (tieOrder[b] ?? 0));
}
