import { describe, expect, it } from 'vitest';

import { shuffleHistories } from '../../../core/recommender/shuffle-histories.ts';
import { SMALL_WORLD, plantWorld } from './planted-world.ts';

const { train, test } = plantWorld({ ...SMALL_WORLD, tells: 'both' });

describe('the control with other users’ histories', () => {
  const shuffled = shuffleHistories([...train, ...test], 1);
  const byId = new Map([...train, ...test].map((example) => [example.exampleId, example]));

  it("gives each example another's history, of its own split, without its target", () => {
    for (const example of shuffled) {
      const own = byId.get(example.exampleId);
      const donors = [...byId.values()].filter(({ history }) => history === example.history);
      expect(donors.some(({ exampleId, split }) => exampleId !== example.exampleId && split === own?.split)).toBe(true);
      expect(example.history).not.toContain(example.target);
    }
  });

  it("gives nobody the same user's", () => {
    const ofTwo = test.map((example, at) => ({ ...example, userId: `u${at % 2}`, sequence: null }));
    for (const example of shuffleHistories(ofTwo, 1)) {
      const donors = ofTwo.filter(({ history }) => history === example.history);
      expect(donors.some(({ userId }) => userId !== example.userId)).toBe(true);
    }
  });

  it('leaves all else as it was, also what ranking leaves out as seen', () => {
    for (const example of shuffled) {
      const own = byId.get(example.exampleId);
      expect({ ...example, history: null, historyAges: null }).toEqual({ ...own, history: null, historyAges: null });
    }
  });

  it('empties the history where nobody can give', () => {
    expect(shuffleHistories(test.slice(0, 1), 1)[0]?.history).toEqual([]);
  });
});
