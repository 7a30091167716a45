import { describe, expect, it } from 'vitest';

import {
  centredDistinctness,
  phraseCoherence,
  phraseReviews,
} from '../../../../core/aspects/naming/cluster-quality.ts';
import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import { said, times } from './said.ts';

describe('phraseCoherence', () => {
  it('is high for phrases of the same reviews, low for phrases that avoid each other, and 0 for one alone', () => {
    // Review i says "a" in one unit and "b" in the next; five other reviews say "c".
    const units = [...times(5, [said('a'), said('b')]).flat(), ...times(5, said('c'))];
    const reviewIds = [...times(5, 0).flatMap((_, review) => [`r${review}`, `r${review}`]), ...'56789'].map(String);
    const counts = countPhrases(units, times(15, 0), 1);
    const index = phraseReviews(counts, new Set([0, 1, 2]), reviewIds);
    expect(index.reviews).toBe(10);
    // 5.5 of 10 together, 2.5 + 0.5 by chance: log(5.5 / 3) / -log(0.55)
    expect(phraseCoherence([0, 1], index)).toBeCloseTo(1, 1);
    expect(phraseCoherence([0, 1], index)).toBeLessThanOrEqual(1);
    // 0.5 of 10 together, 3 by chance: log(1/6) / -log(0.05)
    expect(phraseCoherence([0, 2], index)).toBeCloseTo(-0.5981, 4);
    expect(phraseCoherence([0], index)).toBe(0);
  });

  it('tells nothing of rare phrases that never met', () => {
    const counts = countPhrases([said('a'), said('b'), ...times(998, said())], times(1000, 0), 1);
    const index = phraseReviews(counts, new Set([0, 1]), [...Array(1000).keys()].map(String));
    expect(Math.abs(phraseCoherence([0, 1], index))).toBeLessThan(0.001);
  });
});

describe('centredDistinctness', () => {
  it('sees past a direction that all centroids share', () => {
    const shared = Float32Array.from([10, 1, 0, 10, -1, 0, 10, 0, 1].map((value) => value / 10));
    // Centred: (1,-1/3), (-1,-1/3), (0,2/3) up to scale; the first two have cosine (-1 + 1/9) / (1 + 1/9) = -0.8.
    const found = centredDistinctness(shared, 3);
    expect(found[0]).toBeCloseTo(1 + 0.3162, 3);
    expect(found[2]).toBeCloseTo(1 + 0.3162, 3);
  });
});
