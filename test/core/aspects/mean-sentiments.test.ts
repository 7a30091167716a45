import { describe, expect, it } from 'vitest';

import { createMeanSentiments } from '../../../core/aspects/mean-sentiments.ts';

describe('createMeanSentiments', () => {
  it('weighs by the aspect’s share in the sentence', () => {
    const means = createMeanSentiments();
    means.add({
      aspects: [
        { aspectId: 0, score: 0.9, sentiment: 1 },
        { aspectId: 1, score: 0.1, sentiment: -1 },
      ],
    });
    means.add({ aspects: [{ aspectId: 0, score: 0.3, sentiment: -1 }] });
    // (0.9 - 0.3) / 1.2
    expect(means.of(0)).toBeCloseTo(0.5, 10);
    expect(means.of(1)).toBe(-1);
    expect(means.of(2)).toBeNull();
  });
});
