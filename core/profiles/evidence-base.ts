import type { AspectCluster, AspectSentence } from '../aspects/aspect.ts';
import type { Item, Review, SentenceRef } from '../reviews/review.ts';
import type { EstimatedProfile, EstimatedStanding, ItemStanding, TrajectoryPoint, UserProfile } from './profile.ts';
import type { ProfileFit } from './profile-fit.ts';
import type { TasteDrift } from './taste-drift.ts';
import type { ChangePoint } from './change-points.ts';

/** Reviews in order, made when they are asked for: a million of them never stand in memory at once. Any array is one. */
export interface ReviewList extends Iterable<Review> {
  readonly length: number;
  at(index: number): Review | undefined;
  map<T>(make: (review: Review, index: number) => T): T[];
  flatMap<T>(make: (review: Review, index: number) => T | readonly T[]): T[];
  filter(keep: (review: Review, index: number) => boolean): Review[];
  find(wanted: (review: Review) => boolean): Review | undefined;
  slice(from?: number, to?: number): ReviewList;
}

/**
 * Everything that planning, simulation and checks may know about a run's reviews, with time built in: every look-up
 * that takes a time t answers from reviews strictly before t.
 */
export interface EvidenceBase {
  readonly clusters: readonly AspectCluster[];
  /** All reviews, by time, then id. */
  readonly reviews: ReviewList;
  readonly items: ReadonlyMap<string, Item>;
  review(reviewId: string): Review | undefined;
  sentence(ref: SentenceRef): AspectSentence | undefined;
  /** The sentences of one review, in order. */
  sentencesOf(reviewId: string): readonly AspectSentence[];
  userReviewsBefore(userId: string, timestampMs: number): ReviewList;
  itemReviewsBefore(itemId: string, timestampMs: number): ReviewList;
  /** All items with at least one review before t. */
  itemsReviewedBefore(timestampMs: number): readonly string[];
  userProfileAt(userId: string, timestampMs: number): UserProfile;
  itemStandingAt(itemId: string, timestampMs: number): ItemStanding;
}

/** The base that temporal profiling makes: the same answers with what the evidence leaves open, and what changed. */
export interface ProfiledBase extends EvidenceBase {
  /** What was fitted on the training period: decay and prior strengths. */
  readonly fit: ProfileFit;
  /** Every user with a review, in the order of first appearance. */
  userIds(): Iterable<string>;
  userProfileAt(userId: string, timestampMs: number): EstimatedProfile;
  itemStandingAt(itemId: string, timestampMs: number): EstimatedStanding;
  /** Sentiment along a rising grid of times, each point from what stood strictly before it; by time, then aspect. */
  itemTrajectory(itemId: string, gridMs: readonly number[]): readonly TrajectoryPoint[];
  /** Where the community's sentiment shifted, among what stood strictly before t; by aspect, then time. */
  itemChangesBefore(itemId: string, timestampMs: number): readonly ChangePoint[];
  /** Whether the user's recent half of reviews before t differs from the earlier half; surest first. */
  tasteDriftAt(userId: string, timestampMs: number): readonly TasteDrift[];
}
