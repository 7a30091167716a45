import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_SHARDS, planReviewShards, reviewShard, REVIEWS_PER_SHARD } from '../../../core/reviews/review-shards.ts';

describe('review shards', () => {
  it('cover every review once, in order', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.integer({ min: 1, max: 500 }), (reviews, perShard) => {
        const plan = planReviewShards(reviews, perShard);
        let next = 0;
        for (let shard = 0; shard < plan.shards; shard++) {
          const { from, count } = reviewShard(plan, shard);
          expect(from).toBe(next);
          expect(count).toBeGreaterThan(reviews === 0 ? -1 : 0);
          next += count;
        }
        expect(next).toBe(reviews);
      }),
    );
  });

  it('are one for small runs, some for large ones, and never more than a history holds', () => {
    expect(planReviewShards(0).shards).toBe(1);
    expect(planReviewShards(REVIEWS_PER_SHARD).shards).toBe(1);
    expect(planReviewShards(1_000_000).shards).toBe(50);
    expect(planReviewShards(100_000_000)).toEqual({
      reviews: 100_000_000,
      reviewsPerShard: 200_000,
      shards: MAX_SHARDS,
    });
  });
});
