import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rankCandidates, rankItems } from '../../../core/recommender/ranking.ts';
import type { RankingExample } from '../../../core/recommender/recommender-data.ts';

const example = (changes: Partial<RankingExample> = {}): RankingExample => ({
  exampleId: 'd1',
  source: 'dialog',
  split: 'test',
  turns: [],
  history: [],
  historyAges: [],
  userId: 'u',
  sequence: null,
  seen: [],
  target: 2,
  ...changes,
});
const scores = Float32Array.of(0.9, 0.8, 0.7, 0.1);

describe('rankItems', () => {
  it('ranks by falling score, from 1', () => {
    expect(rankItems(scores, example(), 1)).toEqual({ rank: 3, among: 4, top: [0, 1, 2, 3] });
  });

  it('leaves seen items out, but not the target', () => {
    expect(rankItems(scores, example({ seen: [0, 2] }), 1)).toEqual({ rank: 2, among: 3, top: [1, 2, 3] });
  });

  it('spreads ties evenly, whatever the id', () => {
    const flat = new Float32Array(5);
    const ranks = [0, 0, 0, 0, 0];
    for (let row = 0; row < 2000; row++) {
      const { rank } = rankItems(flat, example({ exampleId: `d${row}`, target: 0 }), 1);
      ranks[rank - 1] = (ranks[rank - 1] ?? 0) + 1;
    }
    // Binomial(2000, 1/5): standard deviation 18.
    for (const count of ranks) expect(Math.abs(count - 400)).toBeLessThan(90);
  });

  it('refuses scores that are no numbers', () => {
    expect(() => rankItems(Float32Array.of(0, 0, Number.NaN, 0), example(), 1)).toThrow(RangeError);
  });

  it('agrees with counting the items above, without ties', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.float({ noNaN: true, min: -5, max: 5 }), { minLength: 3, maxLength: 30 }),
        (values) => {
          const array = Float32Array.from(values);
          const above = values.filter((value) => value > (values[2] ?? 0)).length;
          expect(rankItems(array, example(), 3).rank).toBe(above + 1);
        },
      ),
    );
  });
});

describe('rankCandidates', () => {
  const many = Float32Array.from({ length: 200 }, (_, at) => -at);

  it('ranks the target among 24 others that the user has not seen', () => {
    const seen = Array.from({ length: 100 }, (_, at) => at + 3);
    const ranking = rankCandidates(many, example({ seen }), 1);
    expect(ranking.among).toBe(25);
    expect(ranking.top.some((item) => seen.includes(item))).toBe(false);
    expect(new Set(ranking.top).size).toBe(10);
  });

  it('draws fresh negatives for each dialog and the same ones again for the same', () => {
    const first = rankCandidates(many, example({ exampleId: 'd1' }), 1);
    expect(rankCandidates(many, example({ exampleId: 'd1' }), 1)).toEqual(first);
    expect(rankCandidates(many, example({ exampleId: 'd2' }), 1).top).not.toEqual(first.top);
  });

  it('takes the whole of a small catalogue', () => {
    expect(rankCandidates(scores, example(), 1)).toEqual({ rank: 3, among: 4, top: [0, 1, 2, 3] });
  });
});
