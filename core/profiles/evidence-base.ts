import type { AspectCluster, AspectSentence } from '../aspects/aspect.ts';
import type { Item, Review, SentenceRef } from '../reviews/review.ts';
import type { ItemStanding, UserProfile } from './profile.ts';

/**
 * Everything that planning, simulation and checks may know about a run's reviews, with time built in: every look-up
 * that takes a time t answers from reviews strictly before t.
 */
export interface EvidenceBase {
  readonly clusters: readonly AspectCluster[];
  /** All reviews, by time, then id. */
  readonly reviews: readonly Review[];
  readonly items: ReadonlyMap<string, Item>;
  review(reviewId: string): Review | undefined;
  sentence(ref: SentenceRef): AspectSentence | undefined;
  /** The sentences of one review, in order. */
  sentencesOf(reviewId: string): readonly AspectSentence[];
  userReviewsBefore(userId: string, timestampMs: number): readonly Review[];
  itemReviewsBefore(itemId: string, timestampMs: number): readonly Review[];
  /** All items with at least one review before t. */
  itemsReviewedBefore(timestampMs: number): readonly string[];
  userProfileAt(userId: string, timestampMs: number): UserProfile;
  itemStandingAt(itemId: string, timestampMs: number): ItemStanding;
}
