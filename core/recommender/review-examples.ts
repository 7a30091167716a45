import { deriveSeed } from '../random.ts';
import type { Review } from '../reviews/review.ts';
import { type PastItem, itemsBefore } from './interactions.ts';
import { MAX_TEXT_CHARACTERS, clip } from './item-texts.ts';

/** Most pairs taken from review sequences; embedding their texts is the larger part of the preparation's time. */
const MAX_REVIEW_EXAMPLES = 800;
const MAX_PSEUDO_TURNS = 3;
/** Ratings from which a review says what its author came to want. */
const MIN_RATING = 4;

/** A (what was wanted, earlier items) -> item pair from the training period's reviews. */
export interface ReviewExample {
  readonly review: Review;
  /** Sentences of the review, as the user's turns. */
  readonly turns: readonly string[];
  /** Items reviewed strictly before, oldest first. */
  readonly history: readonly PastItem[];
}

/** Splits at sentence ends; good enough for pseudo-turns, which no quote is taken from. */
function pseudoTurns(review: Review): string[] {
  const sentences = (review.text.match(/[^.!?]+[.!?]*/g) ?? []).map((sentence) => clip(sentence));
  return sentences
    .filter((sentence) => sentence.length >= 15 && sentence.length <= MAX_TEXT_CHARACTERS)
    .slice(0, MAX_PSEUDO_TURNS);
}

/**
 * Further training pairs. A hundred dialogs cannot teach a model how histories relate to targets, but every user's
 * review sequence can: the review's words stand for the dialog (the plan's goals come from just such a review), the
 * items reviewed strictly before it for the history. Only training-period reviews; at most one pair a user for each
 * review rated 4 or more with something before it; drawn by seed.
 *
 * A review is either an example's own words or describes its item, never both; otherwise training would reward
 * recognising the text itself, which no test dialog offers. Hence every second review (by hash) may become an example.
 */
export function reviewExamples(trainingReviews: readonly Review[], seed: number): ReviewExample[] {
  const byUser = new Map<string, Review[]>();
  for (const review of trainingReviews) {
    const own = byUser.get(review.userId);
    if (own === undefined) byUser.set(review.userId, [review]);
    else own.push(review);
  }
  const drawn = trainingReviews
    .filter((review) => review.rating >= MIN_RATING && isExampleReview(review.reviewId, seed))
    .map((review) => ({ review, order: deriveSeed(seed, 'example-order', review.reviewId) }))
    .sort((a, b) => a.order - b.order || (a.review.reviewId < b.review.reviewId ? -1 : 1));
  const examples: ReviewExample[] = [];
  for (const { review } of drawn) {
    if (examples.length >= MAX_REVIEW_EXAMPLES) break;
    const earlier = (byUser.get(review.userId) ?? []).filter(({ itemId }) => itemId !== review.itemId);
    const history = itemsBefore(earlier, review.timestampMs, seed);
    const turns = pseudoTurns(review);
    if (history.length > 0 && turns.length > 0) examples.push({ review, turns, history });
  }
  return examples;
}

/** Half of the reviews, by hash: these may be examples, the others may describe items. */
export function isExampleReview(reviewId: string, seed: number): boolean {
  return deriveSeed(seed, 'review-role', reviewId) % 2 === 0;
}
