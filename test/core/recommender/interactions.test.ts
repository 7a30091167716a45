import { describe, expect, it } from 'vitest';

import { divide, itemsBefore, sequencesOf } from '../../../core/recommender/interactions.ts';
import { review } from './dialog-fixtures.ts';

const reviews = [
  ...[1, 2, 3, 4].map((day) => review(`a${day}`, 'a', `i${day}`, day, '')),
  ...[1, 2].map((day) => review(`b${day}`, 'b', `i${day}`, 10 + day, '')),
];
const of = (kind: 'global-date' | 'leave-last-out') => divide({ reviews, kind, trainEndMs: 4, seed: 1 });
const dialog = (userId: string, targetItemId: string) => ({ userId, targetItemId, split: 'validation' as const });

describe('the division of what is learned from', () => {
  it('by date: what was before the training period ended; dialogs stay where they are', () => {
    const division = of('global-date');
    expect(division.training.map(({ reviewId }) => reviewId)).toEqual(['a1', 'a2', 'a3']);
    expect(division.splitOf(dialog('a', 'i4'))).toBe('validation');
  });

  it('leave-last-out: the last of each user tests, the one before validates, short users train', () => {
    const division = of('leave-last-out');
    expect(division.training.map(({ reviewId }) => reviewId)).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(['i4', 'i3', 'i2'].map((target) => division.splitOf(dialog('a', target)))).toEqual([
      'test',
      'validation',
      'train',
    ]);
  });

  it('breaks ties in time by seed, not by id', () => {
    const sameDay = ['x', 'y'].map((id) => review(id, 'u', id, 5, ''));
    const firsts = new Set(
      Array.from({ length: 20 }, (_, seed) => itemsBefore(sameDay, 6, seed).map(({ itemId }) => itemId)[0]),
    );
    expect(firsts).toEqual(new Set(['x', 'y']));
  });

  it('gives the items strictly before a time, each once with the first time', () => {
    const again = [...reviews, review('a5', 'a', 'i1', 3, '')].filter(({ userId }) => userId === 'a');
    expect(itemsBefore(again, 3, 1)).toEqual([
      { itemId: 'i1', timestampMs: 1 },
      { itemId: 'i2', timestampMs: 2 },
    ]);
  });

  it('makes sequences of what training has, by user', () => {
    const index = new Map([
      ['i1', 0],
      ['i2', 1],
    ]);
    expect(sequencesOf(of('global-date').training, index)).toEqual([{ userId: 'a', items: [0, 1] }]);
  });
});
