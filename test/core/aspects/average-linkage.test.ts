import { describe, expect, it } from 'vitest';

import { averageLinkage } from '../../../core/aspects/average-linkage.ts';

describe('averageLinkage', () => {
  it('joins what is closest on average, and returns unit sums by first row', () => {
    // (1,0) and (0.8,0.6) join first (0.8), then with (0,1) at (0 + 0.6) / 2 = 0.3; (-1,0) stays (-0.6 on average).
    const rows = Float32Array.from([1, 0, -1, 0, 0.8, 0.6, 0, 1]);
    const round = (values: Float32Array): number[] => [...values].map((value) => Number(value.toFixed(4)));
    // normalise((1.8, 0.6))
    expect(round(averageLinkage(rows, 2, 3))).toEqual([0.9487, 0.3162, -1, 0, 0, 1]);
    // normalise((1.8, 1.6))
    expect(round(averageLinkage(rows, 2, 2))).toEqual([0.7474, 0.6644, -1, 0]);
  });

  it('gives the lower rows the tie', () => {
    const rows = Float32Array.from([1, 0, 0, 1, 1, 0, 0, 1]);
    expect([...averageLinkage(rows, 2, 3)]).toEqual([1, 0, 0, 1, 0, 1]);
  });
});
