import { expect, it } from 'vitest';

import { SparsityCounter } from '../../../core/profiles/sparsity.ts';

it('counts sparse, empty and generic profiles, and how evidence spreads', () => {
  const counter = new SparsityCounter();
  for (const [sentences, share] of [
    [0, 1],
    [1, 0.9],
    [8, 0.5],
    [9, 0.4],
    [300, 0.2],
  ] as const) {
    counter.add(sentences, sentences < 8, share);
  }
  const spread = counter.spread(true);
  expect(spread).toMatchObject({ profiles: 5, sparse: 2, empty: 1, generic: 2, quantiles: [0, 1, 8, 9, 300] });
  expect(spread.meanPriorShare).toBeCloseTo(0.6, 9);
  expect(spread.histogram.filter(({ profiles }) => profiles > 0)).toEqual([
    { from: 0, profiles: 1 },
    { from: 1, profiles: 1 },
    { from: 8, profiles: 2 },
    { from: 128, profiles: 1 },
  ]);
  expect(new SparsityCounter().spread(false)).toMatchObject({
    profiles: 0,
    meanPriorShare: null,
    generic: null,
    quantiles: [],
  });
});
