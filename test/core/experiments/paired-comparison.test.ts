import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { comparePaired, estimate, holm, type Statistic } from '../../../core/experiments/paired-comparison.ts';

const mean: Statistic<number> = (values, weights) => {
  let [sum, weight] = [0, 0];
  for (const [place, value] of values.entries()) {
    sum += (weights[place] ?? 0) * value;
    weight += weights[place] ?? 0;
  }
  return weight === 0 ? null : sum / weight;
};

describe('comparePaired', () => {
  it('enumerates every exchange of few targets', () => {
    // Differences 1, 2, 0: of the 8 ways to sign them, 4 give a sum of 3 or -3.
    expect(comparePaired([1, 2, 3], [2, 4, 3], mean, 1)).toMatchObject({ value: 1, pValue: 0.5 });
    // Four times +1: all or none exchanged, 2 of 16.
    expect(comparePaired([0, 0, 0, 0], [1, 1, 1, 1], mean, 1)).toEqual({ value: 1, low: 1, high: 1, pValue: 0.125 });
  });

  it('finds nothing between arms that are alike', () => {
    expect(comparePaired([3, 1, 2], [3, 1, 2], mean, 1)).toEqual({ value: 0, low: 0, high: 0, pValue: 1 });
  });

  it('counts the observed one in where it draws exchanges', () => {
    const zeros = Array.from({ length: 40 }, () => 0);
    // Only all or none of 40 exchanged are as far: not once in 5,000 draws.
    expect(
      comparePaired(
        zeros,
        zeros.map((zero) => zero + 1),
        mean,
        1,
      )?.pValue,
    ).toBeCloseTo(1 / 5001, 12);
    const mixed = zeros.map((_, place) => (place % 2 === 0 ? 1 : -1));
    expect(comparePaired(zeros, mixed, mean, 1)).toMatchObject({ value: 0, pValue: 1 });
  });

  it('draws both dialogs of a target together', () => {
    // The arms differ by 1 at every target, however far apart targets are.
    const control = Array.from({ length: 30 }, (_, place) => place * 10);
    const found = comparePaired(
      control,
      control.map((value) => value + 1),
      mean,
      1,
    );
    expect([found?.low, found?.high]).toEqual([1, 1]);
  });

  it('says nothing where one arm does', () => {
    const never: Statistic<number> = () => null;
    expect(comparePaired([1], [2], never, 1)).toBeNull();
  });

  it('turns round with the arms', () => {
    const arm = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const [there, back] = [comparePaired(a, b, mean, 1), comparePaired(b, a, mean, 1)];
        expect((there?.value ?? 0) + (back?.value ?? 0)).toBeCloseTo(0, 12);
        expect(there?.pValue).toBe(back?.pValue);
      }),
      { numRuns: 20 },
    );
  });

  it('rejects seldom where chance alone made the arms', () => {
    const random = fc.sample(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }), {
      seed: 4,
      numRuns: 40,
    });
    const small = random.filter((values, at) => {
      const [a, b] = [values.slice(0, 8), values.slice(8)];
      return (comparePaired(a, b, mean, at)?.pValue ?? 1) <= 0.05;
    });
    expect(small.length).toBeLessThanOrEqual(6);
  });
});

describe('estimate', () => {
  it('spans what resampling can give', () => {
    expect(estimate([0, 1], mean, 1)).toEqual({ value: 0.5, low: 0, high: 1 });
    expect(estimate([2, 2, 2], mean, 1)).toEqual({ value: 2, low: 2, high: 2 });
    expect(estimate([], mean, 1)).toBeNull();
  });

  it('comes near the normal interval of many values', () => {
    // 400 values, half 0 and half 1: 0.5 -+ 1.96 * 0.5 / 20.
    const found = estimate(
      Array.from({ length: 400 }, (_, place) => place % 2),
      mean,
      1,
    );
    expect(found?.low).toBeCloseTo(0.451, 1.7);
    expect(found?.high).toBeCloseTo(0.549, 1.7);
  });
});

describe('holm', () => {
  it('multiplies the smallest by all, the next by one less, and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.5]);
    for (const [place, value] of [0.04, 0.09, 0.09, 0.5].entries()) expect(adjusted[place]).toBeCloseTo(value, 12);
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
