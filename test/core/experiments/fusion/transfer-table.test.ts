import { describe, expect, it } from 'vitest';

import { transferMarkdown, transferPage, transferTable } from '../../../../core/experiments/fusion/transfer-table.ts';
import { ranked } from './ranked.ts';

const told = (seed: number, ranks: readonly number[]) => ranked('dialog-only', seed, ranks);

const found = transferTable(
  [
    {
      run: 'music',
      trainedOn: [
        { run: 'music', ranked: [told(1, [1, 1, 11, 1]), told(2, [1, 3, 11, 1])] },
        { run: 'yelp', ranked: [told(1, [1, 11, 11, 3]), told(2, [1, 11, 11, 3])] },
      ],
    },
    { run: 'yelp', trainedOn: [{ run: 'music', ranked: [told(1, [2])] }] },
  ],
  1,
);

describe('what one domain teaches of another', () => {
  it('sets what was trained elsewhere beside the same trained here, on the same dialogs', () => {
    const [here, there] = found.tests[0]?.rows ?? [];
    expect(here).toMatchObject({ trainedOn: 'music', seeds: [1, 2], difference: null });
    // By hand: rank 1 counts 1, rank 3 counts 1/2 (log2 of 4), rank 11 nothing; the mean over two seeds, then over four dialogs.
    expect(here?.ndcgAt10?.mean).toBeCloseTo((1 + (1 + 0.5) / 2 + 0 + 1) / 4);
    expect(here?.hitAt1?.mean).toBeCloseTo((1 + 0.5 + 0 + 1) / 4);
    expect(there?.ndcgAt10?.mean).toBeCloseTo((1 + 0 + 0 + 0.5) / 4);
    expect(there?.difference?.mean).toBeCloseTo((0 - 0.75 + 0 - 0.5) / 4);
    expect(there?.difference?.low).toBeLessThan(there?.difference?.mean ?? -1);
  });

  it('tells no difference where nothing was trained on the tested run', () => {
    expect(found.tests[1]?.rows).toMatchObject([{ trainedOn: 'music', difference: null }]);
    expect(found.tests[1]?.testDialogs).toBe(1);
  });

  it('writes both tests, with the level of a random order', () => {
    const text = transferMarkdown(found);
    expect(text).toContain('Tested on music: 4 dialogs; NDCG@10 of a random order 0.227');
    expect(text).toContain('| dialog-only | yelp |');
    expect(transferPage(found)).toContain('NDCG@10 on yelp');
  });
});
