import { describe, expect, it } from 'vitest';

import { relevance } from '../../../../core/experiments/fusion/relevance.ts';
import { item } from '../../recommender/dialog-fixtures.ts';

const items = ['a', 'b', 'c', 'd'].map((id) => ({
  ...item(id, id),
  categories: id < 'c' ? ['Music', 'Picks'] : ['Music'],
}));

describe('relevance of an item of the history', () => {
  it('is a shared category, but not one that most items have', () => {
    const isRelevant = relevance(items, new Map());
    expect(isRelevant('a', 'b')).toBe(true);
    expect(isRelevant('a', 'c')).toBe(false);
    expect(isRelevant('c', 'd')).toBe(false);
  });

  it('is two shared aspects among the three strongest, where there are no categories', () => {
    const weights = (...aspects: number[]) => new Map(aspects.map((aspectId, place) => [aspectId, 9 - place]));
    const bare = items.map((one) => ({ ...one, categories: [] }));
    const isRelevant = relevance(
      bare,
      new Map([
        ['a', weights(1, 2, 3, 4)],
        ['b', weights(3, 2, 9)],
        ['c', weights(4, 9, 1)],
      ]),
    );
    expect(isRelevant('a', 'b')).toBe(true);
    expect(isRelevant('a', 'c')).toBe(false);
    expect(isRelevant('a', 'd')).toBe(false);
  });
});
