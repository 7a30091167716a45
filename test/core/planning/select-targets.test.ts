import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';
import { selectTargets } from '../../../core/planning/select-targets.ts';
import type { Review } from '../../../core/reviews/review.ts';
import { createFakeBase, fakeMarket, testConfig } from './fake-base.ts';

function review(reviewId: string, userId: string, itemId: string, day: number, more: Partial<Review> = {}): Review {
  const text = 'It plays loud and clear all day.';
  return { reviewId, userId, itemId, rating: 5, timestampMs: day * 1000, title: '', text, split: 'train', ...more };
}

function baseOf(reviews: readonly Review[]): EvidenceBase {
  const sentences = reviews.map(({ reviewId, text }) => ({
    reviewId,
    sentenceIndex: 0,
    text,
    aspects: [{ aspectId: 0, score: 1, sentiment: 0.5 }],
    sentiment: 0.5,
  }));
  return createFakeBase({ reviews, items: [], sentences });
}

const EARLIER = [review('r1', 'u', 'a', 1), review('r2', 'u', 'b', 2)];

function targetsOf(...reviews: Review[]): string[] {
  return selectTargets(baseOf([...EARLIER, ...reviews]), testConfig()).map((target) => target.reviewId);
}

describe('selectTargets', () => {
  it('takes a well rated review of a new item after enough earlier ones', () => {
    expect(targetsOf(review('r3', 'u', 'c', 3))).toEqual(['r3']);
  });

  it.each([
    ['a low rating', review('r3', 'u', 'c', 3, { rating: 3 })],
    ['an earlier review of the same time', review('r3', 'u', 'c', 2)],
    ['an item reviewed before', review('r3', 'u', 'a', 3)],
    ['too little text', review('r3', 'u', 'c', 3, { text: 'Just great, really.' })],
    ['another user', review('r3', 'v', 'c', 3)],
  ])('leaves out %s', (_, tried) => {
    expect(targetsOf(tried)).toEqual([]);
  });

  it('leaves out an item that the user reviews twice at one time', () => {
    expect(targetsOf(review('r3', 'u', 'c', 3), review('r4', 'u', 'c', 3))).toEqual([]);
  });

  it('leaves out users with too few reviews in all', () => {
    const config = testConfig({ filters: { minReviewsPerUser: 4 } });
    const base = baseOf([...EARLIER, review('r3', 'u', 'c', 3)]);
    expect(selectTargets(base, config)).toEqual([]);
  });

  it('is stable: more dialogs and more a user only append', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 3 }), (seed, perUser) => {
        const base = fakeMarket({ seed, users: 12, items: 20, reviewsPerUser: 8 });
        const few = selectTargets(base, testConfig({ target: { perUser, dialogs: 1 } }));
        const many = selectTargets(base, testConfig({ target: { perUser: perUser + 1, dialogs: 500 } }));
        expect(many.slice(0, few.length)).toEqual(few);
      }),
      { numRuns: 15 },
    );
  });

  it('holds its promises on random markets', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const base = fakeMarket({ seed, users: 15, items: 20, reviewsPerUser: 8 });
        const targets = selectTargets(base, testConfig({ target: { perUser: 3 } }));
        const splitOf = new Map<string, string>();
        targets.forEach((target, ordinal) => {
          const earlier = base.userReviewsBefore(target.userId, target.timestampMs);
          expect(target.ordinal).toBe(ordinal);
          expect(target.dialogId).toBe(`d${String(ordinal).padStart(6, '0')}`);
          expect(earlier.length).toBeGreaterThanOrEqual(2);
          expect(earlier.map((other) => other.itemId)).not.toContain(target.itemId);
          expect(splitOf.get(target.userId) ?? target.split).toBe(target.split);
          splitOf.set(target.userId, target.split);
        });
        const users = targets.map((target) => target.userId);
        for (const user of users) expect(users.filter((other) => other === user).length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 20 },
    );
  });

  it('orders users by the seed, not by their ids', () => {
    const base = fakeMarket({ seed: 5 });
    const one = selectTargets(base, testConfig({ seed: 1 })).map((target) => target.userId);
    const two = selectTargets(base, testConfig({ seed: 2 })).map((target) => target.userId);
    expect([...one].sort()).toEqual([...two].sort());
    expect(one).not.toEqual(two);
  });
});
