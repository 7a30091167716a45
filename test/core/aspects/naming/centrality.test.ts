import { describe, expect, it } from 'vitest';

import { centralityAmong, focusAmong } from '../../../../core/aspects/naming/centrality.ts';
import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import { said } from './said.ts';

describe('focusAmong', () => {
  it('sets the phrases’ nearness to the middle against that of all units, as by hand', () => {
    const counts = countPhrases([said('bite'), said('flavor'), said('flavor'), said()], [0, 0, 0, 1], 1);
    const rows = Float32Array.from([0, 1, 0.8, 0.6, 0.8, -0.6, 1, 0]);
    const centroids = Float32Array.from([1, 0]);
    const centrality = centralityAmong(counts, new Set([0, 1]), rows, centroids, 2);
    const phrase = (number: number, weight: number) => ({ phrase: number, weight, generic: false });
    const focusOf = (...naming: ReturnType<typeof phrase>[]) =>
      focusAmong([naming], centrality, [0, 0, 0, 1], rows, centroids, 2)[0];
    // Cosines of the three units of cluster 0: 0, 0.8, 0.8. "flavor" (1) lies on the centroid, "bite" (0) beside it.
    expect(focusOf(phrase(1, 0.2))).toBeCloseTo(1 / (1.6 / 3), 5);
    expect(focusOf(phrase(0, 0.3), phrase(1, 0.1))).toBeCloseTo(0.25 / (1.6 / 3), 5);
    expect(focusOf()).toBe(0);
  });
});
