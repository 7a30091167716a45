import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gammaPerMs } from '../../../core/profiles/decay.ts';
import type { ProfiledBase } from '../../../core/profiles/evidence-base.ts';
import { baseOf, DAY_MS, histories, type Said } from './world.ts';

const USERS = ['u1', 'u2', 'u3', 'stranger'] as const;
const ITEMS = ['i1', 'i2', 'i3'] as const;

/** All that a base says as of t. */
function answersAt(base: ProfiledBase, timestampMs: number): unknown {
  const grid = [timestampMs - 9 * DAY_MS, timestampMs - 2 * DAY_MS, timestampMs];
  return [
    USERS.map((id) => [
      base.userProfileAt(id, timestampMs),
      [...base.userReviewsBefore(id, timestampMs)],
      base.tasteDriftAt(id, timestampMs),
    ]),
    ITEMS.map((id) => [
      base.itemStandingAt(id, timestampMs),
      [...base.itemReviewsBefore(id, timestampMs)],
      base.itemTrajectory(id, grid),
      base.itemChangesBefore(id, timestampMs),
    ]),
    base.itemsReviewedBefore(timestampMs),
  ];
}

const days = fc.integer({ min: 0, max: 31 });
/** To the millisecond, and often the very instant of a review. */
const times = fc.oneof(
  days.map((day) => day * DAY_MS),
  fc.integer({ min: 0, max: 31 * DAY_MS }),
);
const atT = fc.constantFrom('at', 'just before');

describe('nothing of t or later', () => {
  it('changes an answer as of t, whether it is added, altered or taken away, the same instant included', () => {
    fc.assert(
      fc.property(histories, histories, times, days, atT, (history, others, t, endDay, where) => {
        const timestampMs = where === 'at' ? t : t + 1;
        const past = history.filter((one) => one.timestampMs < timestampMs);
        const future = history.filter((one) => one.timestampMs >= timestampMs);
        const altered = future.map((one) => ({
          ...one,
          sentiment: -one.sentiment,
          aspectId: (one.aspectId + 1) % 3,
          score: 1,
        }));
        const added = others.map((one) => ({
          ...one,
          reviewId: `new ${one.reviewId}`,
          timestampMs: Math.max(timestampMs, one.timestampMs),
        }));
        const options = { trainEndMs: endDay * DAY_MS };
        // Half-life and strengths are the training period's; here the one fit serves all, as a stored one does.
        const whole = baseOf(history, options);
        const known = answersAt(whole, timestampMs);
        for (const world of [past, [...altered, ...past], [...added, ...future, ...past]]) {
          expect(answersAt(baseOf(world, { ...options, fit: whole.fit }), timestampMs)).toEqual(known);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('changes an answer as of t, fits included, once the training period is over', () => {
    fc.assert(
      fc.property(histories, histories, days, fc.integer({ min: 0, max: 8 }), (history, others, endDay, after) => {
        const trainEndMs = endDay * DAY_MS;
        const timestampMs = trainEndMs + after * DAY_MS;
        const past = history.filter((one) => one.timestampMs < timestampMs);
        const later = others.map((one) => ({
          ...one,
          reviewId: `new ${one.reviewId}`,
          timestampMs: timestampMs + one.timestampMs,
        }));
        const known = answersAt(baseOf(past, { trainEndMs }), timestampMs);
        expect(answersAt(baseOf([...later, ...past], { trainEndMs }), timestampMs)).toEqual(known);
      }),
      { numRuns: 60 },
    );
  });
});

describe('running sums', () => {
  it('say what a pass over the past says', () => {
    fc.assert(
      fc.property(histories, times, fc.constantFrom(3, 30, 3000), (history, t, halfLifeDays) => {
        const base = baseOf(history, { profile: { halfLifeDays, priorStrength: 1 } });
        for (const userId of USERS) {
          const profile = base.userProfileAt(userId, t);
          for (const opinion of profile.opinions) {
            const own = history.filter(
              (one) => one.userId === userId && one.aspectId === opinion.aspectId && one.timestampMs < t,
            );
            expect(opinion.evidenceCount).toBe(own.length);
            expect(opinion.evidenceWeight).toBeCloseTo(decayedCount(own, t, halfLifeDays), 5);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

function decayedCount(own: readonly Said[], t: number, halfLifeDays: number): number {
  return own.reduce((sum, one) => sum + Math.exp(-gammaPerMs(halfLifeDays) * (t - one.timestampMs)), 0);
}
