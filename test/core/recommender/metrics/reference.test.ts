import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { METRICS } from '../../../../core/recommender/metrics/ranking-metrics.ts';
import { tokenSetRatio } from '../../../../core/recommender/metrics/token-set-ratio.ts';
import { rankItems } from '../../../../core/recommender/ranking.ts';

/** Made by bench/python/recommender_reference.py: pytrec_eval (trec_eval) and rapidfuzz. */
const reference = z
  .object({
    dialogs: z.array(
      z.object({ scores: z.array(z.number()), target: z.int(), measures: z.record(z.string(), z.number()) }),
    ),
    titles: z.array(z.object({ a: z.string(), b: z.string(), ratio: z.number() })),
  })
  .parse(JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')));

const SAME = {
  success_1: 'hitAt1',
  success_5: 'hitAt5',
  success_10: 'hitAt10',
  ndcg_cut_5: 'ndcgAt5',
  ndcg_cut_10: 'ndcgAt10',
  recip_rank: 'mrr',
} as const;

describe('our metrics and those of well-known libraries', () => {
  it.each(Object.entries(SAME))('%s of trec_eval is %s, dialog by dialog', (theirs, ours) => {
    expect(reference.dialogs).toHaveLength(30);
    for (const { scores, target, measures } of reference.dialogs) {
      const example = {
        exampleId: 'd',
        source: 'dialog' as const,
        split: 'test' as const,
        turns: [],
        history: [],
        historyAges: [],
        userId: 'u',
        sequence: null,
        seen: [],
        target,
      };
      const { rank } = rankItems(Float32Array.from(scores), example, 1);
      expect(METRICS[ours].of(rank)).toBeCloseTo(measures[theirs] ?? Number.NaN, 10);
    }
  });

  it("the token-set ratio is rapidfuzz's", () => {
    expect(reference.titles).toHaveLength(55);
    for (const { a, b, ratio } of reference.titles) {
      expect(tokenSetRatio(a, b), `${a} / ${b}`).toBeCloseTo(ratio, 6);
      expect(tokenSetRatio(b, a)).toBeCloseTo(ratio, 6);
    }
  });

  it('is 0 where a title has no word', () => {
    expect(tokenSetRatio('', 'Picks')).toBe(0);
  });
});
