import { describe, expect, it } from 'vitest';

import { changePoints, type Level } from '../../../core/profiles/change-points.ts';
import { createRandom } from '../../../core/random.ts';
import { DAY_MS } from './world.ts';

/** Bimodal as sentiments are: +.8 with probability p(place), else -.6, each with a share of its own. */
function series(seed: number, length: number, p: (place: number) => number): Level[] {
  const random = createRandom(seed);
  return Array.from({ length }, (_, place) => ({
    timestampMs: place * DAY_MS,
    weight: 0.3 + random.next(),
    sentiment: random.next() < p(place) ? 0.8 : -0.6,
  }));
}

describe('changePoints', () => {
  it('raises few false alarms on flat series', () => {
    const alarms = Array.from({ length: 300 }, (_, seed) =>
      changePoints(
        series(seed, 60, () => 0.7),
        seed,
      ),
    ).filter((found) => found.length > 0);
    // One in two hundred by its level; six of 300 would be beyond chance (p < .005).
    expect(alarms.length).toBeLessThan(6);
  });

  it('finds a step, near where it is, with the levels on both sides', () => {
    const found = Array.from({ length: 40 }, (_, seed) =>
      changePoints(
        series(seed, 60, (at) => (at < 30 ? 0.95 : 0.15)),
        seed,
      ),
    );
    expect(found.filter((one) => one.length > 0).length).toBeGreaterThanOrEqual(38);
    const [first] = found.flat();
    expect(Math.abs((first?.timestampMs ?? 0) / DAY_MS - 30)).toBeLessThanOrEqual(5);
    expect(first?.before).toBeGreaterThan(0.5);
    expect(first?.after).toBeLessThan(0);
  });

  it('finds two steps, each with the mean up to the next', () => {
    const found = changePoints(
      series(3, 120, (at) => (at < 40 || at >= 80 ? 0.95 : 0.1)),
      3,
    );
    expect(found.map(({ timestampMs }) => Math.round(timestampMs / DAY_MS / 40))).toEqual([1, 2]);
    expect(found[0]?.after).toBe(found[1]?.before);
  });

  it('says nothing of fewer than ten instants, or of a constant', () => {
    expect(
      changePoints(
        series(1, 9, (at) => (at < 5 ? 1 : 0)),
        1,
      ),
    ).toEqual([]);
    expect(
      changePoints(
        series(1, 50, () => 1),
        1,
      ),
    ).toEqual([]);
  });
});
