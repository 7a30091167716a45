import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bootstrapInterval } from '../../../../core/recommender/metrics/bootstrap-interval.ts';
import { hitAtK, randomHitAtK } from '../../../../core/recommender/metrics/hit-at-k.ts';
import { ndcgAtK, randomNdcgAtK } from '../../../../core/recommender/metrics/ndcg-at-k.ts';
import { METRICS, METRIC_NAMES } from '../../../../core/recommender/metrics/ranking-metrics.ts';
import { randomReciprocalRank, reciprocalRank } from '../../../../core/recommender/metrics/reciprocal-rank.ts';
import { success } from '../../../../core/recommender/metrics/success-rate.ts';

describe('ranking metrics, by hand', () => {
  it('hits up to and with rank K', () => {
    expect([1, 5, 6].map((rank) => hitAtK(rank, 5))).toEqual([1, 1, 0]);
  });

  it('discounts by log2(rank + 1) and cuts after K', () => {
    expect(ndcgAtK(1, 10)).toBe(1);
    expect(ndcgAtK(3, 10)).toBe(0.5);
    expect(ndcgAtK(7, 10)).toBeCloseTo(1 / 3, 12);
    expect(ndcgAtK(11, 10)).toBe(0);
  });

  it('inverts the rank, uncut', () => {
    expect(reciprocalRank(40)).toBe(0.025);
  });

  it('calls only the first place a success', () => {
    expect([1, 2].map(success)).toEqual([1, 0]);
  });

  it('knows the random level of 25 candidates', () => {
    expect(randomHitAtK(25, 1)).toBe(0.04);
    expect(randomHitAtK(25, 10)).toBe(0.4);
    expect(randomNdcgAtK(25, 10)).toBeCloseTo(0.182, 3);
    expect(randomReciprocalRank(4)).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4, 12);
    expect(randomHitAtK(3, 10)).toBe(1);
  });

  it('states as random level what the mean over all ranks is, for every metric', () => {
    fc.assert(
      fc.property(fc.constantFrom(...METRIC_NAMES), fc.integer({ min: 1, max: 60 }), (name, among) => {
        let sum = 0;
        for (let rank = 1; rank <= among; rank++) sum += METRICS[name].of(rank);
        expect(METRICS[name].random(among)).toBeCloseTo(sum / among, 10);
      }),
    );
  });
});

describe('bootstrapInterval', () => {
  it('has no value for no dialogs', () => {
    expect(bootstrapInterval([], 1)).toBeNull();
  });

  it('comes near mean +- 1.96 standard errors', () => {
    const values = Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? 1 : 0));
    const interval = bootstrapInterval(values, 7);
    const error = Math.sqrt((0.25 * 0.75) / 400);
    expect(interval?.mean).toBe(0.25);
    expect(interval?.low).toBeCloseTo(0.25 - 1.96 * error, 1.7);
    expect(interval?.high).toBeCloseTo(0.25 + 1.96 * error, 1.7);
    expect(bootstrapInterval(values, 7)).toEqual(interval);
  });
});
