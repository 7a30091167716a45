import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ProfiledBase } from '../../../core/profiles/evidence-base.ts';
import {
  TRAJECTORY_TABLE,
  trajectoryRow,
  USER_PROFILE_TABLE,
  userProfileRow,
} from '../../../core/profiles/profile-tables.ts';
import { timeGrid } from '../../../core/profiles/time-grid.ts';
import { baseOf, DAY_MS, histories, type Said } from './world.ts';

const YEAR_DAYS = 365;

function said(day: number, aspectId: number, sentiment: number, overrides: Partial<Said> = {}): Said {
  return {
    reviewId: `r${day}`,
    userId: 'u',
    itemId: 'i',
    timestampMs: day * DAY_MS,
    aspectId,
    score: 1,
    sentiment,
    ...overrides,
  };
}

/** All that a base says as of t. */
function answersAt(base: ProfiledBase, timestampMs: number): unknown {
  return {
    users: ['u1', 'u2', 'u3'].map((id) => [
      base.userProfileAt(id, timestampMs),
      [...base.userReviewsBefore(id, timestampMs)],
      base.tasteDriftAt(id, timestampMs),
    ]),
    items: ['i1', 'i2', 'i3'].map((id) => [
      base.itemStandingAt(id, timestampMs),
      [...base.itemReviewsBefore(id, timestampMs)],
      base.itemTrajectory(id, [timestampMs - 5 * DAY_MS, timestampMs]),
      base.itemChangesBefore(id, timestampMs),
    ]),
    reviewed: base.itemsReviewedBefore(timestampMs),
  };
}

describe('userProfileAt', () => {
  it('decays and shrinks as by hand', () => {
    // Two sentences: praise of aspect 0 a half-life ago (w = 1/2), blame of aspect 1 just now (w = e^-small, 1 here).
    const base = baseOf([said(0, 0, 0.8), said(YEAR_DAYS, 1, -0.6)], {
      profile: { halfLifeDays: YEAR_DAYS, priorStrength: 2 },
    });
    const profile = base.userProfileAt('u', YEAR_DAYS * DAY_MS + 1);
    // Population: weights 1 + 1/2 each of 3, so p = 1/2; m_0 = 0.8 / 1.5, m_1 = -0.6 / 1.5.
    const [blame, praise] = profile.opinions;
    expect(blame?.aspectId).toBe(1);
    // salience_1 = (1 + 2/2) / (1.5 + 2), salience_0 = (0.5 + 1) / 3.5
    expect(blame?.salience).toBeCloseTo(2 / 3.5, 6);
    expect(praise?.salience).toBeCloseTo(1.5 / 3.5, 6);
    // sentiment_0 = (0.5 * 0.8 + 1 * 0.5333) / 1.5, sentiment_1 = (-0.6 - 0.4) / 2
    expect(praise?.sentiment).toBeCloseTo((0.4 + 0.8 / 1.5) / 1.5, 6);
    expect(blame?.sentiment).toBeCloseTo(-0.5, 6);
    expect(praise?.evidenceWeight).toBeCloseTo(0.5, 6);
    expect(praise?.evidence).toEqual([{ reviewId: 'r0', sentenceIndex: 0 }]);
    expect(profile.sparse).toBe(true);
  });

  it('forgets nothing when static, and says the prior alone when none', () => {
    const history = [said(0, 0, 0.8), said(YEAR_DAYS, 1, -0.6)];
    const t = YEAR_DAYS * DAY_MS + 1;
    const still = baseOf(history, { profile: { use: 'static' } }).userProfileAt('u', t);
    expect(still.opinions.map((opinion) => opinion.evidenceWeight)).toEqual([1, 1]);
    const none = baseOf(history, { profile: { use: 'none' } });
    expect(none.userProfileAt('u', t).opinions).toEqual(none.userProfileAt('stranger', t).opinions);
    expect(none.itemStandingAt('i', t).opinions).toHaveLength(2);
  });

  it('leaves incoherent aspects out and gives strangers the population', () => {
    const profile = baseOf([said(0, 2, 1), said(1, 0, 1)]).userProfileAt('stranger', 10 * DAY_MS);
    expect(profile.opinions.map((opinion) => opinion.aspectId)).toEqual([0, 1]);
    expect(profile.opinions.map((opinion) => opinion.salience)).toEqual([0.75, 0.25]);
    expect(profile).toMatchObject({ reviewCount: 0, sparse: true });
  });

  it("cites only sentences of the opinion's own sign", () => {
    const base = baseOf([said(0, 0, 0.9), said(1, 0, -0.2), said(2, 0, 0.5)], { profile: { use: 'static' } });
    const [opinion] = base.userProfileAt('u', 3 * DAY_MS).opinions;
    expect(opinion?.evidence.map((ref) => ref.reviewId)).toEqual(['r0', 'r2']);
  });
});

describe('itemStandingAt', () => {
  it('follows the trend of a steadily worsening item', () => {
    const days = [0, 50, 100, 150, 200, 300, 400];
    const base = baseOf(days.map((day) => said(day, 0, 0.8 - day / 365.25)));
    const standing = base.itemStandingAt('i', 401 * DAY_MS);
    expect(standing.opinions[0]?.trendPerYear).toBeCloseTo(-1, 6);
    // Five sentences are too few to tell.
    expect(base.itemStandingAt('i', 201 * DAY_MS).opinions[0]?.trendPerYear).toBe(0);
  });

  it('excludes the very instant, and so reviews of the same day', () => {
    const base = baseOf([said(5, 0, 1)]);
    expect(base.itemStandingAt('i', 5 * DAY_MS).reviewCount).toBe(0);
    expect(base.itemStandingAt('i', 5 * DAY_MS + 1).reviewCount).toBe(1);
  });
});

describe('time', () => {
  it('fits the prior on the training period alone', () => {
    fc.assert(
      fc.property(histories, histories, (training, later) => {
        const trainEndMs = 15 * DAY_MS;
        const own = training.filter((one) => one.timestampMs < trainEndMs);
        const others = later
          .filter((one) => one.timestampMs >= trainEndMs)
          .map((one) => ({ ...one, reviewId: `later ${one.reviewId}` }));
        const asked = 40 * DAY_MS;
        const alone = baseOf(own, { trainEndMs }).userProfileAt('stranger', asked);
        expect(baseOf([...own, ...others], { trainEndMs }).userProfileAt('stranger', asked)).toEqual(alone);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same answers whatever order the reviews come in, saliences summing to 1, sentiments bounded', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [one, other] = [baseOf(history), baseOf([...history].reverse())];
        expect(answersAt(one, 31 * DAY_MS)).toEqual(answersAt(other, 31 * DAY_MS));
        const { opinions } = one.userProfileAt('u1', 31 * DAY_MS);
        expect(opinions.reduce((sum, opinion) => sum + opinion.salience, 0)).toBeCloseTo(1, 9);
        for (const opinion of opinions) expect(Math.abs(opinion.sentiment)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('series and tables', () => {
  const base = baseOf([said(0, 0, 1), said(10, 0, -1)], { profile: { use: 'static', priorStrength: 1e-9 } });
  const grid = timeGrid(base.reviews, 2);

  it('ends the grid just after the newest review', () => {
    expect(grid).toEqual([5 * DAY_MS + 1, 10 * DAY_MS + 1]);
    expect(timeGrid([], 3)).toEqual([]);
  });

  it('draws an item and a user along it', () => {
    const points = base.itemTrajectory('i', grid);
    expect(points.map((point) => Number(point.sentiment.toFixed(3)))).toEqual([1, 0]);
    expect(grid.map((timestampMs) => base.userProfileAt('u', timestampMs).reviewCount)).toEqual([1, 2]);
  });

  it('writes rows with exactly the columns of their tables', () => {
    const row = userProfileRow(base.userProfileAt('u', grid[1] ?? 0));
    expect(Object.keys(row)).toEqual(Object.keys(USER_PROFILE_TABLE));
    const [point] = base.itemTrajectory('i', grid);
    expect(point === undefined ? [] : Object.keys(trajectoryRow(point, null))).toEqual(Object.keys(TRAJECTORY_TABLE));
  });
});
