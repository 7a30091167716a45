import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { MentionTimelines } from './columns/mention-timelines.ts';
import { mentionsEnd } from './columns/mention-timelines.ts';
import type { SentenceColumns } from './columns/sentence-columns.ts';

/** A shift of the community's sentiment on one aspect. */
export interface ChangePoint {
  readonly itemId: string;
  readonly aspectId: number;
  /** The first instant of the new level, UTC ms. */
  readonly timestampMs: number;
  /** Mean sentiment between the shift before (or the start) and this one, and from here to the next (or the end). */
  readonly before: number;
  readonly after: number;
  readonly pValue: number;
}

/** Mentions of one instant on one aspect, joined: a review's sentences repeat its mood. */
export interface Level {
  readonly timestampMs: number;
  readonly weight: number;
  readonly sentiment: number;
}

/** Fewer instants on a side are an episode, no level. */
const LEAST_SIDE = 5;
/** Latest instants looked at; more would cost permutations without end. */
const LATEST = 600;
const LEVEL = 0.005;
const PERMUTATIONS = 1999;
/** Permutations at least as extreme after which a split is given up: flat series cost a few dozen. */
const GIVEN_UP = 20;

/**
 * Change points by binary segmentation (Scott & Knott, 1974; Vostrikova, 1981). A stretch is split where the two sides' means
 * differ most, |m_1 - m_2| sqrt(W_1 W_2 / (W_1 + W_2)) (CUSUM), if that maximum is rare among permutations of the stretch's
 * instants: p <= .005, sequentially by Besag & Clifford (1991). Permuting needs no assumption on how sentiments are
 * distributed; a slow trend also shows, as one step or more. Both sides are then searched in turn.
 */
export function changePoints(levels: readonly Level[], seed: number): Omit<ChangePoint, 'itemId' | 'aspectId'>[] {
  const random = createRandom(seed);
  const latest = levels.slice(-LATEST);
  const splits = segment(latest, 0, random).sort((a, b) => a.at - b.at);
  return splits.map(({ at, pValue }, place) => ({
    timestampMs: latest[at]?.timestampMs ?? 0,
    before: meanOf(latest.slice(splits[place - 1]?.at ?? 0, at)),
    after: meanOf(latest.slice(at, splits[place + 1]?.at)),
    pValue,
  }));
}

/** The pair's mentions strictly before t, by instant. */
export function levelsBefore(
  timelines: MentionTimelines,
  sentences: SentenceColumns,
  pair: number,
  timestampMs: number,
): Level[] {
  const levels: { timestampMs: number; weight: number; sentiment: number }[] = [];
  const end = mentionsEnd(timelines, pair, timestampMs);
  for (let place = timelines.mentionStarts[pair] ?? 0; place < end; place++) {
    const row = timelines.mentions[place] ?? 0;
    const time = timelines.timeOf(place);
    const [weight, sentiment] = [sentences.scoreOf(row), sentences.sentimentOf(row)];
    const last = levels.at(-1);
    if (last?.timestampMs === time) {
      last.weight += weight;
      last.sentiment += (weight / last.weight) * (sentiment - last.sentiment);
    } else levels.push({ timestampMs: time, weight, sentiment });
  }
  return levels;
}

export const changeSeed = (itemId: string, aspectId: number): number => deriveSeed('change points', itemId, aspectId);

interface Split {
  readonly at: number;
  readonly pValue: number;
}

function segment(levels: readonly Level[], offset: number, random: Random): Split[] {
  if (levels.length < 2 * LEAST_SIDE) return [];
  const best = steepest(levels);
  const pValue = rarity(levels, best.size, random);
  if (pValue > LEVEL) return [];
  return [
    ...segment(levels.slice(0, best.at), offset, random),
    { at: offset + best.at, pValue },
    ...segment(levels.slice(best.at), offset + best.at, random),
  ];
}

/** The split where the sides' means differ most. */
function steepest(levels: readonly Pick<Level, 'weight' | 'sentiment'>[]): {
  readonly at: number;
  readonly size: number;
} {
  let [weight, sum] = [0, 0];
  for (const level of levels) {
    weight += level.weight;
    sum += level.weight * level.sentiment;
  }
  let [left, leftSum, at, size] = [0, 0, 0, -1];
  for (const [place, level] of levels.entries()) {
    const [right, rightSum] = [weight - left, sum - leftSum];
    if (place >= LEAST_SIDE && place <= levels.length - LEAST_SIDE && left > 0 && right > 0) {
      const here = Math.abs(leftSum / left - rightSum / right) * Math.sqrt((left * right) / weight);
      if (here > size) [at, size] = [place, here];
    }
    left += level.weight;
    leftSum += level.weight * level.sentiment;
  }
  return { at, size };
}

function rarity(levels: readonly Level[], size: number, random: Random): number {
  let asExtreme = 0;
  for (let done = 1; done <= PERMUTATIONS; done++) {
    // Equal up to rounding counts as equal: sums in another order differ in their last digits.
    if (steepest(random.shuffle(levels)).size >= size - 1e-9) asExtreme++;
    if (asExtreme === GIVEN_UP) return asExtreme / done;
  }
  return (asExtreme + 1) / (PERMUTATIONS + 1);
}

function meanOf(levels: readonly Level[]): number {
  let [weight, sum] = [0, 0];
  for (const level of levels) {
    weight += level.weight;
    sum += level.weight * level.sentiment;
  }
  return weight > 0 ? sum / weight : 0;
}
