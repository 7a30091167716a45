import { describe, expect, it } from 'vitest';

import { createRandom } from '../../../core/random.ts';
import { baseOf, DAY_MS, type Said } from './world.ts';

/** A user's reviews a month apart; `say` gives aspect and sentiment of each. */
function reviewsOf(
  userId: string,
  length: number,
  say: (place: number) => Pick<Said, 'aspectId' | 'sentiment'>,
): Said[] {
  return Array.from({ length }, (_, place) => ({
    reviewId: `${userId} ${place}`,
    userId,
    itemId: 'i',
    timestampMs: place * 30 * DAY_MS,
    score: 1,
    ...say(place),
  }));
}

describe('tasteDriftAt', () => {
  const t = 10_000 * DAY_MS;
  /** Users who keep to their tastes, so that the population and its variances are plain. */
  const steady = Array.from({ length: 40 }, (_, user) => {
    const random = createRandom(user);
    return reviewsOf(`steady ${user}`, 12, () => ({
      aspectId: random.int(2),
      sentiment: random.next() < 0.7 ? 0.7 : -0.5,
    }));
  });

  it('detects a taste that turned, with both periods and their evidence', () => {
    const turned = reviewsOf('turned', 24, (place) => ({ aspectId: 0, sentiment: place < 12 ? 0.8 : -0.8 }));
    const base = baseOf([...steady.flat(), ...turned]);
    const [first] = base.tasteDriftAt('turned', t);
    expect(first).toMatchObject({ aspectId: 0, of: 'sentiment', changed: true, sinceMs: 12 * 30 * DAY_MS });
    expect(first?.earlier).toBeGreaterThan(0.3);
    expect(first?.recent).toBeLessThan(-0.2);
    expect(first?.evidence.earlier.every(({ reviewId }) => Number(reviewId.split(' ')[1]) < 12)).toBe(true);
    expect(first?.evidence.recent.every(({ reviewId }) => Number(reviewId.split(' ')[1]) >= 12)).toBe(true);
    // As of its middle nothing had turned yet.
    expect(base.tasteDriftAt('turned', 12 * 30 * DAY_MS).filter(({ changed }) => changed)).toEqual([]);
  });

  it('detects an interest that moved to another aspect', () => {
    const moved = reviewsOf('moved', 30, (place) => ({ aspectId: place < 15 ? 0 : 1, sentiment: 0.5 }));
    const found = baseOf([...steady.flat(), ...moved]).tasteDriftAt('moved', t);
    expect(found.filter(({ of, changed }) => of === 'salience' && changed)).toHaveLength(2);
  });

  it('rarely accuses the steady', () => {
    const base = baseOf(steady.flat());
    const accused = steady.filter((_, user) => base.tasteDriftAt(`steady ${user}`, t).some(({ changed }) => changed));
    expect(accused.length).toBeLessThanOrEqual(4);
  });

  it('compares nothing with too few reviews, and never splits an instant', () => {
    const sameDay = reviewsOf('u', 10, () => ({ aspectId: 0, sentiment: 1 })).map((one) => ({
      ...one,
      timestampMs: 5,
    }));
    expect(baseOf(sameDay).tasteDriftAt('u', t)).toEqual([]);
    expect(baseOf(reviewsOf('u', 5, () => ({ aspectId: 0, sentiment: 1 }))).tasteDriftAt('u', t)).toEqual([]);
  });
});

describe('trend', () => {
  it('is claimed of a worsening item and rarely of a flat one; its interval is told of both', () => {
    const noisy = (seed: number, slope: number): Said[] => {
      const random = createRandom(seed);
      return reviewsOf('u', 40, (place) => ({
        aspectId: 0,
        sentiment: Math.max(-1, Math.min(1, 0.3 + (slope * place) / 12 + 0.5 * random.normal())),
      }));
    };
    const standingOf = (said: readonly Said[]) => baseOf(said).itemStandingAt('i', 10_000 * DAY_MS).opinions[0];
    const flat = Array.from({ length: 100 }, (_, seed) => standingOf(noisy(seed, 0)));
    expect(flat.filter((one) => one?.trendPerYear !== 0).length).toBeLessThanOrEqual(12);
    expect(flat.every((one) => one?.trendInterval != null)).toBe(true);
    const worse = Array.from({ length: 20 }, (_, seed) => standingOf(noisy(seed, -0.4)));
    expect(worse.filter((one) => (one?.trendPerYear ?? 0) < 0).length).toBeGreaterThanOrEqual(18);
  });
});
