import { describe, expect, it } from 'vitest';

import { weakLabels } from '../../../../core/aspects/sentiment/weak-labels.ts';

const view = (score: number, hits: number) => ({ score, hits, turned: 0, question: false });

describe('weakLabels', () => {
  it('takes what lexicon and stars agree on and what holds no opinion, and leaves the rest', () => {
    const told = [view(0.6, 1), view(-0.6, 1), view(0, 0), view(0, 0)];
    const doubtful = [view(0.6, 1), view(-0.6, 1), view(0.1, 2)];
    const found = weakLabels([...doubtful, ...told], [3, 4, 5, 4, 3, 1, 5]);
    expect(found).toEqual({ rows: [3, 4, 5, 6], labels: [2, 0, 1, 1] });
    expect(weakLabels([], [])).toEqual({ rows: [], labels: [] });
  });
});
