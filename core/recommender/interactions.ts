import type { RunConfig } from '../config/run-config.ts';
import { deriveSeed } from '../random.ts';
import type { Review, Split } from '../reviews/review.ts';
import type { DialogRecord } from '../simulation/dialog.ts';
import type { UserSequence } from './recommender-data.ts';

/** An item of a user's past. */
export interface PastItem {
  readonly itemId: string;
  /** UTC; null where it is not known. */
  readonly timestampMs: number | null;
}

/** Which reviews may be learned from, and which part a dialog belongs to. */
export interface Division {
  /** By time; those of one time in an order drawn by seed. */
  readonly training: readonly Review[];
  splitOf(dialog: Pick<DialogRecord, 'userId' | 'targetItemId' | 'split'>): Split;
}

export interface DivisionInput {
  readonly reviews: { filter(keep: (review: Review) => boolean): Review[] };
  readonly kind: RunConfig['recommender']['split'];
  /** End of the training period, exclusive, UTC ms: for `global-date`. */
  readonly trainEndMs: number;
  readonly seed: number;
}

/** Users with fewer interactions are left whole to training by `leave-last-out`. */
const MIN_LEFT = 3;

/**
 * `global-date`: what was written before the training period's end; a dialog belongs where its date does. Nothing of the
 * future is learned from: the split to believe.
 * `leave-last-out`: each user's last interaction tests, the one before validates, all others train, whatever their
 * dates; so training sees what others did later than a test interaction. It is there to be comparable with papers that
 * use it, and its figures are higher. Profiles and aspects of a run are fitted by date in either case.
 */
export function divide({ reviews, kind, trainEndMs, seed }: DivisionInput): Division {
  if (kind === 'global-date') {
    const training = reviews.filter((review) => review.timestampMs < trainEndMs);
    return { training: inOrder(training, seed), splitOf: ({ split }) => split };
  }
  const byUser = groupByUser(
    inOrder(
      reviews.filter(() => true),
      seed,
    ),
  );
  const held = new Map<string, Split>();
  const training: Review[] = [];
  for (const own of byUser.values()) {
    const items = [...new Set(own.map(({ itemId }) => itemId))];
    const left = items.length < MIN_LEFT ? [] : items.slice(-2);
    for (const review of own) {
      if (left.includes(review.itemId)) {
        held.set(nameOf(review.userId, review.itemId), review.itemId === left.at(-1) ? 'test' : 'validation');
      } else training.push(review);
    }
  }
  return {
    training: inOrder(training, seed),
    splitOf: ({ userId, targetItemId }) => held.get(nameOf(userId, targetItemId)) ?? 'train',
  };
}

/** By time, ties by seed: most people post several reviews on one day, and no id tells which came first. */
function inOrder(reviews: readonly Review[], seed: number): Review[] {
  const keyed = reviews.map((review) => ({ review, tie: deriveSeed(seed, 'tie-in-time', review.reviewId) }));
  return keyed.sort((a, b) => a.review.timestampMs - b.review.timestampMs || a.tie - b.tie).map(({ review }) => review);
}

export function groupByUser(reviews: readonly Review[]): Map<string, Review[]> {
  const byUser = new Map<string, Review[]>();
  for (const review of reviews) {
    const own = byUser.get(review.userId);
    if (own === undefined) byUser.set(review.userId, [review]);
    else own.push(review);
  }
  return byUser;
}

/** Distinct items of the reviews strictly before a time, oldest first. */
export function itemsBefore(own: readonly Review[], beforeMs: number, seed: number): PastItem[] {
  const past = new Map<string, PastItem>();
  for (const { itemId, timestampMs } of inOrder(
    own.filter((review) => review.timestampMs < beforeMs),
    seed,
  )) {
    if (!past.has(itemId)) past.set(itemId, { itemId, timestampMs });
  }
  return [...past.values()];
}

/** Training interactions by user, in code-point order of their ids. */
export function sequencesOf(training: readonly Review[], indexOf: ReadonlyMap<string, number>): UserSequence[] {
  return [...groupByUser(training)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([userId, own]) => ({ userId, items: [...new Set(own.flatMap(({ itemId }) => indexOf.get(itemId) ?? []))] }));
}

const nameOf = (userId: string, itemId: string): string => JSON.stringify([userId, itemId]);

/**
 * A history with its times, from the user's own reviews. Items whose review is known stand by time, ties by seed; others come
 * first, in the order given.
 */
export function datedHistory(
  itemIds: readonly string[],
  own: readonly Review[],
  timestampMs: number,
  seed: number,
): PastItem[] {
  const wanted = new Set(itemIds);
  const dated = itemsBefore(
    own.filter(({ itemId }) => wanted.has(itemId)),
    timestampMs,
    seed,
  );
  const known = new Set(dated.map(({ itemId }) => itemId));
  const undated = [...wanted].filter((itemId) => !known.has(itemId));
  return [...undated.map((itemId) => ({ itemId, timestampMs: null })), ...dated];
}
