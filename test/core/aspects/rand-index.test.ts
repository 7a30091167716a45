import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { adjustedRandIndex } from '../../../core/aspects/rand-index.ts';

describe('adjustedRandIndex', () => {
  it('is what the contingency table says', () => {
    // Cells 2, 1, 3: pairs 1 + 0 + 3 = 4; rows (3, 3): 6; columns (2, 4): 7; of 15 pairs. (4 - 2.8) / (6.5 - 2.8).
    expect(adjustedRandIndex([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1])).toBeCloseTo(1.2 / 3.7, 10);
    // Worse than chance: each pair that one keeps together the other parts.
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 10);
  });

  it('does not care for names, nor for which comes first', () => {
    const clustering = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(clustering, (rows) => {
        const left = rows.map(([a]) => a);
        const right = rows.map(([, b]) => b);
        const renamed = left.map((cluster) => 7 - cluster);
        expect(adjustedRandIndex(left, renamed)).toBe(1);
        expect(adjustedRandIndex(left, right)).toBeCloseTo(adjustedRandIndex(right, renamed), 10);
      }),
    );
  });

  it('is 1 where neither separates anything', () => {
    expect(adjustedRandIndex([3, 3, 3], [1, 1, 1])).toBe(1);
    expect(adjustedRandIndex([], [])).toBe(1);
  });
});
