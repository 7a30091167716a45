import { describe, expect, it } from 'vitest';

import { describeClusters } from '../../../core/aspects/cluster-table.ts';
import { said, times } from './naming/said.ts';

/** Ten reviews that speak of strings and tone, ten of food and menus, and chatter that names nothing. */
const UNITS = [
  ...times(10, [said('string'), said('tone')]).flat(),
  ...times(10, [said('food'), said('menu')]).flat(),
  ...times(20, said()),
];
const ASSIGNMENT = Int32Array.from([...times(20, 0), ...times(20, 1), ...times(20, 2)]);
const SOURCE = {
  texts: UNITS.map(({ phrases }, unit) => `I must say the ${phrases[0]?.lemma ?? 'least'} ${unit}`),
  reviewIds: UNITS.map((_, unit) => `r${unit >> 1}`),
  rows: Float32Array.from([...ASSIGNMENT].flatMap((cluster) => [0, 1, 2].map((axis) => Number(axis === cluster)))),
};

describe('describeClusters', () => {
  const centroids = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const { clusters } = describeClusters(UNITS, { assignment: ASSIGNMENT, centroids }, 3, SOURCE);

  it('names clusters and marks chatter with the reason', () => {
    expect(clusters.map(({ aspectId, label, size }) => [aspectId, label, size])).toEqual([
      [0, 'string', 20],
      [1, 'food', 20],
      [2, 'aspect 3', 20],
    ]);
    expect(clusters.map(({ coherent }) => coherent)).toEqual([true, true, false]);
    expect(clusters[2]?.doubt).toBe('no phrases of its own');
  });

  it('shows examples verbatim, of different reviews', () => {
    expect(clusters[1]?.examples).toEqual([20, 22, 24].map((unit) => `I must say the food ${unit}`));
  });

  it('does without the source', () => {
    const bare = describeClusters(UNITS, { assignment: ASSIGNMENT, centroids }, 3).clusters;
    expect(bare.map(({ label }) => label)).toEqual(clusters.map(({ label }) => label));
    expect(bare[0]?.examples).toEqual([]);
  });
});
