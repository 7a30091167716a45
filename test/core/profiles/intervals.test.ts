import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { betaCdf, betaInterval, normalCdf, sentimentInterval } from '../../../core/profiles/intervals.ts';

describe('betaInterval', () => {
  // scipy.stats.beta.ppf([.025, .975], a, b)
  it.each([
    [1, 1, 0.025, 0.975],
    [2, 30, 0.00791098, 0.16702112],
    [0.3, 40, 8.03430537e-8, 0.0467929124],
    [0.7, 0.4, 0.01495593, 0.99984065],
    [50, 60, 0.36288117, 0.54777597],
    [300, 2000, 0.1169823, 0.14449594],
  ])('agrees with scipy for Beta(%d, %d)', (a, b, low, high) => {
    const interval = betaInterval(a, b);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it('holds the stated mass whatever the parameters', () => {
    const parameter = fc.double({ min: 0.05, max: 400, noNaN: true });
    fc.assert(
      fc.property(parameter, parameter, (a, b) => {
        const { low, high } = betaInterval(a, b);
        expect(low).toBeLessThanOrEqual(high);
        // An end within rounding of 0 or 1 has no distribution function to speak of.
        expect(low > 1e-12 ? betaCdf(low, a, b) : 0.025).toBeCloseTo(0.025, 4);
        expect(high < 1 - 1e-7 ? betaCdf(high, a, b) : 0.975).toBeCloseTo(0.975, 4);
      }),
    );
  });

  it('is a point where there is nothing to share', () => {
    expect(betaInterval(0, 3)).toEqual({ low: 0, high: 0 });
    expect(betaInterval(3, 0)).toEqual({ low: 1, high: 1 });
  });
});

describe('sentimentInterval', () => {
  it('reaches 1.96 deviations and stops at the scale', () => {
    expect(sentimentInterval(0.2, 0.01)).toEqual({ low: expect.closeTo(0.004, 4), high: expect.closeTo(0.396, 4) });
    expect(sentimentInterval(0.9, 1)).toEqual({ low: expect.closeTo(-1, 9), high: 1 });
  });
});

describe('normalCdf', () => {
  it.each([
    [0, 0.5],
    [1.959964, 0.975],
    [-1, 0.15865525],
  ])('of %d is %d', (z, p) => {
    expect(normalCdf(z)).toBeCloseTo(p, 6);
  });
});
