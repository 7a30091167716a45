import { describe, expect, it } from 'vitest';

import { incoherence } from '../../../../core/aspects/naming/verdict.ts';

const AN_ASPECT = {
  share: 0.05,
  clusters: 20,
  phrases: 8,
  clarity: 0.2,
  coherence: 0.1,
  judged: 1.5,
  focus: 1.2,
  distinctness: 0.5,
};

describe('incoherence', () => {
  it('lets an aspect pass', () => {
    expect(incoherence(AN_ASPECT)).toBeNull();
    expect(incoherence({ ...AN_ASPECT, focus: null })).toBeNull();
    // A tenth of an even share, and the least score.
    expect(incoherence({ ...AN_ASPECT, share: 0.005, clarity: 0.085, coherence: -0.02 })).toBeNull();
  });

  it.each([
    [{ share: 0.0049 }, 'too small: 0.49 % of the sentences'],
    [{ phrases: 0 }, 'no phrases of its own'],
    [{ clarity: 0.031, coherence: 0.02 }, 'names nothing in particular: clarity + NPMI / 2 is 0.041, below 0.075'],
    [{ judged: 0.2 }, 'hardly ever judged: 0.20 times as often as other things, below 0.4'],
    [{ focus: 0.6 }, 'a mixture: its phrases lie at its rim, focus 0.600, below 0.95'],
    [{ distinctness: 0.01 }, 'repeats another: distinctness 0.010, below 0.05'],
  ])('says why %o is none', (change, reason) => {
    expect(incoherence({ ...AN_ASPECT, ...change })).toBe(reason);
  });
});
