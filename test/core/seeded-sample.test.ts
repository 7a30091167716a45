import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createSeededSample } from '../../core/seeded-sample.ts';

const drawn = (names: readonly string[], size: number, seed: number, order = [...names.keys()]): string[] => {
  const sample = createSeededSample<string>(size, seed);
  for (const place of order) sample.offer(names[place] ?? '', place, names[place] ?? '');
  return sample.values();
};
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `review ${index}`);

describe('createSeededSample', () => {
  it('keeps all of few, and exactly the size of many, in their order', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 60 }), fc.nat(), (count, size, seed) => {
        const sample = drawn(names(count), size, seed);
        expect(sample).toHaveLength(Math.min(count, size));
        const places = sample.map((name) => Number(name.slice(7)));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  it('does not depend on the order in which values are offered', () => {
    const backwards = [...Array(150).keys()].reverse();
    expect(drawn(names(150), 20, 5, backwards)).toEqual(drawn(names(150), 20, 5));
  });

  it('differs by seed', () => {
    expect(drawn(names(150), 20, 5)).not.toEqual(drawn(names(150), 20, 6));
  });

  it('draws evenly from the whole stream', () => {
    const places = drawn(names(20_000), 2_000, 11).map((name) => Number(name.slice(7)));
    const quarters = [0, 1, 2, 3].map(
      (quarter) => places.filter((place) => Math.floor(place / 5_000) === quarter).length,
    );
    // Binomial, n = 2,000, p = 1/4: five standard deviations are 97.
    for (const count of quarters) expect(Math.abs(count - 500)).toBeLessThan(97);
  });
});
