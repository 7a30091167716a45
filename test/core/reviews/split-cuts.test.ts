import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { splitCuts, splitOf } from '../../../core/reviews/split-cuts.ts';

const SHARES = { train: 0.7, validation: 0.15 };

describe('splitCuts', () => {
  it('cuts twenty single times at 14 and 17', () => {
    const times = Array.from({ length: 20 }, (_, index) => ({ timestampMs: index * 10, count: 1 }));
    expect(splitCuts(times, SHARES)).toEqual({ trainEndMs: 140, validationEndMs: 170 });
  });

  it('takes the nearest place between different times', () => {
    // 10 reviews; wanted after 7 and 8.5: possible after 1, 6 and 9.
    const times = [
      { timestampMs: 1, count: 1 },
      { timestampMs: 2, count: 5 },
      { timestampMs: 3, count: 3 },
      { timestampMs: 4, count: 1 },
    ];
    expect(splitCuts(times, SHARES)).toEqual({ trainEndMs: 3, validationEndMs: 4 });
  });

  it('gives all to training where there is one time only', () => {
    const cuts = splitCuts([{ timestampMs: 5, count: 9 }], SHARES);
    expect(cuts).toEqual({ trainEndMs: 6, validationEndMs: 6 });
    expect(splitOf(5, cuts)).toBe('train');
  });

  it('keeps order, and never leaves training empty', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (moments, counts) => {
          const times = moments
            .sort((left, right) => left - right)
            .map((timestampMs) => ({ timestampMs, count: counts.next().value }));
          const cuts = splitCuts(times, SHARES);
          expect(cuts.trainEndMs).toBeLessThanOrEqual(cuts.validationEndMs);
          const splits = times.map(({ timestampMs }) => splitOf(timestampMs, cuts));
          expect(splits[0]).toBe('train');
          const rank = { train: 0, validation: 1, test: 2 };
          expect(splits.map((split) => rank[split])).toEqual(splits.map((split) => rank[split]).sort((l, r) => l - r));
        },
      ),
    );
  });
});
