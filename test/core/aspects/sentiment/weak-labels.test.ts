import { describe, expect, it } from 'vitest';

import { weakLabels } from '../../../../core/aspects/sentiment/weak-labels.ts';

const view = (score: number, hits: number) => ({ score, hits, turned: 0, question: false });
const many = <T>(value: T): T[] => Array.from({ length: 20 }, () => value);

describe('weakLabels', () => {
  it('takes what lexicon and stars agree on, and leaves the rest', () => {
    const views = [...many(view(0.6, 1)), ...many(view(-0.6, 1)), ...many(view(0, 0))];
    const ratings = [...many(5), ...many(1), ...many(4)];
    const doubtful = [view(0.6, 1), view(-0.6, 1), view(0.1, 2)];
    const found = weakLabels([...views, ...doubtful], [...ratings, 1, 5, 5]);
    expect(found?.rows).toEqual([...views.keys()]);
    expect(found?.labels).toEqual([...many(2), ...many(0), ...many(1)]);
  });

  it('has nothing to teach where a class is all but missing', () => {
    expect(weakLabels([...many(view(0.6, 1)), ...many(view(0, 0))], [...many(5), ...many(5)])).toBeNull();
  });
});
