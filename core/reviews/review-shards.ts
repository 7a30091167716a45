import { z } from 'zod';

/**
 * How a run's reviews are cut for work that several workers share. The cut depends on nothing but the number of reviews,
 * and stands in the run's folder once it is made: neither the number of workers nor a later version of this file moves
 * it under a run that is under way.
 */
export const ReviewShardsSchema = z.object({
  /** Rows of `reviews.parquet`. */
  reviews: z.int().nonnegative(),
  reviewsPerShard: z.int().positive(),
  shards: z.int().positive(),
});
export type ReviewShards = z.infer<typeof ReviewShardsSchema>;

/** A shard's rows of `reviews.parquet`. */
export interface ReviewShard {
  /** From 0. */
  readonly shard: number;
  /** First row, from 0. */
  readonly from: number;
  readonly count: number;
}

/** Some 60,000 sentences: about ten minutes of MiniLM on two cores, and what a killed worker loses at most. */
export const REVIEWS_PER_SHARD = 20_000;
/** A workflow's history takes six events a shard, and is to stay below 4,096: beyond this many, shards grow instead. */
export const MAX_SHARDS = 500;

/** At least one shard, also of nothing: a run of no reviews has a table of no sentences. */
export function planReviewShards(reviews: number, wanted = REVIEWS_PER_SHARD): ReviewShards {
  const reviewsPerShard = Math.max(wanted, Math.ceil(reviews / MAX_SHARDS));
  return { reviews, reviewsPerShard, shards: Math.max(1, Math.ceil(reviews / reviewsPerShard)) };
}

export function reviewShard({ reviews, reviewsPerShard }: ReviewShards, shard: number): ReviewShard {
  const from = shard * reviewsPerShard;
  return { shard, from, count: Math.max(0, Math.min(reviewsPerShard, reviews - from)) };
}
