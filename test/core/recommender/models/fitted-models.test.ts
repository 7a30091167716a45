import { describe, expect, it } from 'vitest';

import { SHRINKAGE, itemKnn } from '../../../../core/recommender/models/item-knn.ts';
import { textProbe } from '../../../../core/recommender/models/text-probe.ts';
import type { RankingExample, RecommenderData } from '../../../../core/recommender/recommender-data.ts';
import { SMALL_WORLD, plantWorld } from '../planted-world.ts';

const world = plantWorld({ ...SMALL_WORLD, tells: 'both', trainExamples: 1, heldOutExamples: 1 });
const example = (changes: Partial<RankingExample>): RankingExample => ({
  exampleId: 'd',
  source: 'dialog',
  split: 'test',
  turns: [],
  history: [],
  historyAges: [],
  userId: 'u',
  sequence: null,
  seen: [],
  target: 0,
  ...changes,
});

describe('item-kNN', () => {
  // Users: {0,1,2}, {0,1}, {1,3}.
  const data: RecommenderData = {
    ...world,
    sequences: [
      { userId: 'a', items: [0, 1, 2] },
      { userId: 'b', items: [0, 1] },
      { userId: 'c', items: [1, 3] },
    ],
  };
  const score = itemKnn.fit(data);
  const shrunk = (shared: number, one: number, other: number) => shared / (Math.sqrt(one * other) + SHRINKAGE);

  it('adds the shrunk cosines with the items of the history', () => {
    const scores = score(example({ history: [0, 3] }));
    expect(scores[1]).toBeCloseTo(shrunk(2, 2, 3) + shrunk(1, 1, 3), 6);
    expect(scores[2]).toBeCloseTo(shrunk(1, 2, 1), 6);
    expect(scores[5]).toBe(0);
  });

  it("does not count an example's own user", () => {
    const scores = score(example({ history: [0], sequence: 0 }));
    // Left: {0,1} and {1,3}.
    expect(scores[1]).toBeCloseTo(shrunk(1, 1, 2), 6);
    expect(scores[2]).toBe(0);
  });

  it('knows nothing of an empty history', () => {
    expect(Math.max(...score(example({})))).toBe(0);
  });
});

describe('the text-only probe', () => {
  const words = world.catalogue.itemIds.map((_, item) => (item === 4 ? [7, 7, 8] : item < 10 ? [8, 9, 9] : [9]));
  const data: RecommenderData = {
    ...world,
    catalogue: { ...world.catalogue, words },
    textWords: [[7, 7], [8], [3]],
  };
  const says = (...turns: (readonly ['user' | 'system', number])[]) =>
    textProbe.fit(data)(example({ turns: turns.map(([speaker, textIndex]) => ({ speaker, textIndex })) }));

  it('is BM25, by hand', () => {
    const items = words.length;
    const mean = words.reduce((sum, own) => sum + own.length, 0) / items;
    const rarity = Math.log(1 + (items - 1 + 0.5) / (1 + 0.5));
    const expected = (rarity * 2 * 2.2) / (2 + 1.2 * (0.25 + (0.75 * 3) / mean));
    expect(says(['user', 0])[4]).toBeCloseTo(expected, 5);
    expect(says(['user', 0])[5]).toBe(0);
  });

  it('hears the user alone, and no word that training never saw', () => {
    expect(Math.max(...says(['system', 0], ['user', 2]))).toBe(0);
  });
});
