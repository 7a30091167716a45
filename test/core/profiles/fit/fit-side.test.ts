import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ProfileFitSchema } from '../../../../core/profiles/profile-fit.ts';
import { createRandom, type Random } from '../../../../core/random.ts';
import { baseOf, DAY_MS, historiesOf, type Said } from '../world.ts';

const REVIEWS = 24;
const GAP_DAYS = 40;

/** Users of two aspects; `mind` gives a user's share of aspect 0 and sentiment at each review. */
function world(
  users: number,
  mind: (random: Random, place: number, state: { share: number; mood: number }) => void,
): Said[] {
  return Array.from({ length: users }, (_, user) => {
    const random = createRandom(user + 1);
    const state = { share: 0.15 + 0.7 * random.int(2), mood: random.int(2) === 0 ? 0.6 : -0.4 };
    return Array.from({ length: REVIEWS }, (__, place): Said => {
      mind(random, place, state);
      return {
        reviewId: `u${user} ${place}`,
        userId: `u${user}`,
        itemId: `i${(user * 7 + place) % 40}`,
        timestampMs: place * GAP_DAYS * DAY_MS + user,
        aspectId: random.next() < state.share ? 0 : 1,
        score: 1,
        sentiment: Math.max(-1, Math.min(1, state.mood + 0.3 * random.normal())),
      };
    });
  }).flat();
}

/** Minds that change every quarter of a year, and minds that never do. */
const fickle = world(80, (random, place, state) => {
  if (place % 3 === 0)
    Object.assign(state, { share: random.int(2) === 0 ? 0.05 : 0.95, mood: random.int(2) === 0 ? 0.7 : -0.7 });
});
const steady = world(80, () => {});

describe('the fitted decay', () => {
  it('is short and earns its place where minds change', () => {
    const { users } = baseOf(fickle).fit;
    expect(users.halfLifeDays[0]).toBeLessThanOrEqual(180);
    expect(users.decay.earnsItsPlace).toBe(true);
    expect(users.decay.versus.find(({ versus }) => versus === 'static')?.interval.high).toBeLessThan(0);
    expect(users.decay.versus.find(({ versus }) => versus === 'population')?.interval.high).toBeLessThan(0);
  });

  it('is long and does not earn its place where they never do', () => {
    const { users } = baseOf(steady).fit;
    expect(users.halfLifeDays[0]).toBeGreaterThanOrEqual(730);
    expect(users.decay.earnsItsPlace).toBe(false);
    const against = (other: string) => users.decay.versus.find(({ versus }) => versus === other);
    // Forgetting all but the last review throws knowledge away, and knowing nothing of the user more still.
    expect(against('last-review')?.interval.high).toBeLessThan(0);
    expect(against('population')?.interval.high).toBeLessThan(0);
  });

  it('gives each aspect its own where they differ: one forgets, one does not', () => {
    // Sentiments of aspect 0 turn every six reviews, those of aspect 1 never; saliences tell nothing.
    const even = world(80, (_, __, state) => Object.assign(state, { share: 0.5 }));
    const mixed = even.map((one, place) => {
      const turns = Math.floor((place % REVIEWS) / 6) % 2 === 0 ? 0.8 : -0.8;
      return one.aspectId === 0 ? { ...one, sentiment: turns } : one;
    });
    const { users } = baseOf(mixed, { profile: { halfLifeDays: 'per-aspect' } }).fit;
    const [first, second] = users.halfLifeDays;
    expect(first).toBeLessThan(second ?? 0);
    expect(users.decay.candidates.at(-1)?.memory).toBe('per-aspect');
  });

  it('keeps to a configured half-life and prior strength, and tells what it costs', () => {
    const { users } = baseOf(steady, { profile: { halfLifeDays: 45, priorStrength: 3 } }).fit;
    expect(users).toMatchObject({ halfLifeDays: [45, 45], salienceStrength: 3, sentimentStrength: null });
    expect(users.decay.candidates.map(({ halfLifeDays }) => halfLifeDays)).toContain(45);
    expect(baseOf(steady, { profile: { use: 'static' } }).fit.users.halfLifeDays).toEqual([null, null]);
  });

  it('stands in with documented figures where nothing can be predicted', () => {
    const { users } = baseOf(steady.slice(0, 3)).fit;
    expect(users).toMatchObject({ halfLifeDays: [365, 365], salienceStrength: 8 });
    expect(users.decay).toMatchObject({ candidates: [], versus: [], logLoss: null, earnsItsPlace: false });
  });
});

describe('prior strengths', () => {
  it('are weak where users differ and strong where they do not', () => {
    const alike = world(80, (_, __, state) => Object.assign(state, { share: 0.5, mood: 0.1 }));
    const [differ, same] = [steady, alike].map((said) => baseOf(said).fit.users);
    expect(differ?.salienceStrength).toBeLessThanOrEqual(8);
    expect(same?.salienceStrength).toBeGreaterThanOrEqual(64);
    for (const aspect of [0, 1]) {
      expect(differ?.sentimentStrength?.[aspect]).toBeLessThanOrEqual(2);
      expect(same?.sentimentStrength?.[aspect]).toBeGreaterThanOrEqual(32);
      // Noise of .3 about each user's mood.
      expect(differ?.sentimentVariance[aspect]).toBeCloseTo(0.09, 1);
    }
  });
});

describe('the training period', () => {
  const trainEndMs = 16 * DAY_MS;
  const many = historiesOf(40, 120);

  it('is all that is fitted on: whatever happens afterwards, decay, strengths and variances stay the same bytes', () => {
    let fitted = 0;
    fc.assert(
      fc.property(
        many,
        many,
        fc.constantFrom('global' as const, 'per-aspect' as const, 90),
        (history, others, halfLifeDays) => {
          const training = history.filter((one) => one.timestampMs < trainEndMs);
          const later = [...history, ...others]
            .filter((one) => one.timestampMs >= trainEndMs)
            .map((one, place) => ({
              ...one,
              reviewId: `later ${place}`,
              userId: place % 2 === 0 ? one.userId : `new ${place}`,
            }));
          const options = { trainEndMs, profile: { halfLifeDays } };
          const alone = baseOf(training, options).fit;
          if (alone.users.decay.candidates.length > 0) fitted++;
          expect(JSON.stringify(baseOf([...later, ...training], options).fit)).toBe(JSON.stringify(alone));
        },
      ),
      { numRuns: 60 },
    );
    expect(fitted).toBeGreaterThan(5);
  });

  it('is fitted the same whatever order its reviews come in, and reads back as it was written', () => {
    const { fit } = baseOf(fickle);
    expect(baseOf(fickle.toReversed()).fit).toEqual(fit);
    expect(ProfileFitSchema.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  });
});
