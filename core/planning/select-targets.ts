import type { RunConfig } from '../config/run-config.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { deriveSeed } from '../random.ts';
import type { Review } from '../reviews/review.ts';
import { dialogIdOf, type Target } from './target.ts';

/** Below this many words the target's review says nothing that a user could have come to want. */
const MIN_TARGET_WORDS = 5;

/**
 * Every eligible target of a run, in its one seeded order: first each user's first target, users in seeded order, then
 * each user's second, and so on up to `target.perUser`. Nothing depends on how many dialogs are asked for, and a larger
 * `perUser` only appends: asking for more never changes the earlier ones.
 *
 * All of a user's targets lie in the split of its first, so that the reviews cited for the splits can be disjoint by
 * author (see `citing-pool.ts`). Empty where no review is eligible.
 */
export function selectTargets(base: EvidenceBase, config: RunConfig): Target[] {
  const eligible = eligibleByUser(base, config);
  const users = [...eligible.keys()].sort(bySeed((user) => deriveSeed(config.seed, 'target-user', user)));
  const chosen = users.map((user) => ofOneSplit(eligible.get(user) ?? [], config));
  const targets: Target[] = [];
  for (let round = 0; round < config.target.perUser; round++) {
    for (const reviews of chosen) {
      const review = reviews[round];
      if (review) targets.push(targetOf(review, targets.length));
    }
  }
  return targets;
}

function targetOf(review: Candidate, ordinal: number): Target {
  return { ordinal, dialogId: dialogIdOf(ordinal), ...review };
}

/** The user's eligible reviews in seeded order, those of another split than the first left out. */
function ofOneSplit(reviews: readonly Candidate[], config: RunConfig): Candidate[] {
  const seedOf = (reviewId: string): number => deriveSeed(config.seed, 'target-review', reviewId);
  const compareIds = bySeed(seedOf);
  const ordered = [...reviews].sort((a, b) => compareIds(a.reviewId, b.reviewId));
  return ordered.filter((review) => review.split === ordered[0]?.split);
}

/** What is kept of an eligible review: texts of all of them would not fit beside the base. */
type Candidate = Omit<Target, 'ordinal' | 'dialogId'>;

function withoutText({ userId, itemId, reviewId, timestampMs, split }: Review): Candidate {
  return { userId, itemId, reviewId, timestampMs, split };
}

function eligibleByUser(base: EvidenceBase, config: RunConfig): Map<string, Candidate[]> {
  const users = new Set<string>();
  for (const { userId } of base.reviews) users.add(userId);
  const eligible = new Map<string, Candidate[]>();
  for (const userId of users) {
    const own = [...base.userReviewsBefore(userId, Number.MAX_SAFE_INTEGER)];
    if (own.length < config.filters.minReviewsPerUser) continue;
    const reviews = own.filter((review) => isEligible(review, own, base, config));
    if (reviews.length > 0) eligible.set(userId, reviews.map(withoutText));
  }
  return eligible;
}

function isEligible(review: Review, own: readonly Review[], base: EvidenceBase, config: RunConfig): boolean {
  if (review.rating < config.target.minRating) return false;
  const earlier = own.filter((other) => other.timestampMs < review.timestampMs && other.itemId !== review.itemId);
  if (earlier.length < config.target.minEarlierReviews) return false;
  // Once more, or twice at the same time: a user looks for what it does not have yet.
  const again = own.some(
    (other) => other !== review && other.itemId === review.itemId && other.timestampMs <= review.timestampMs,
  );
  if (again) return false;
  if (review.text.split(/\s+/).filter(Boolean).length < MIN_TARGET_WORDS) return false;
  return base.sentencesOf(review.reviewId).length > 0;
}

function bySeed(seedOf: (id: string) => number): (a: string, b: string) => number {
  return (a, b) => seedOf(a) - seedOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
