import { describe, expect, it } from 'vitest';

import { applyReplay, assertExtends, resolveConfig } from '../../../core/config/resolve-config.ts';
import { runKeys } from '../../../core/storage/run-keys.ts';
import { PipelineError } from '../../../core/errors.ts';

const config = (changes: Record<string, unknown> = {}) => resolveConfig({ source: { reviews: 'r.jsonl' }, ...changes });
const ALL = { reviews: true, aspects: true, profiles: true, targets: true };
const NONE = { reviews: false, aspects: false, profiles: false, targets: false };

const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof PipelineError ? error.code : 'other';
  }
};

describe('configuration', () => {
  it('needs nothing but the source, and names every problem', () => {
    expect(config()).toMatchObject({ aspects: { clusters: 20 }, simulation: { maxAttempts: 4 } });
    expect(() => resolveConfig({ source: {}, plan: { kind: 'tree' }, x: 1 })).toThrow(
      /source\.reviews[\s\S]*plan\.kind[\s\S]*unknown field x/,
    );
    expect(codeOf(() => resolveConfig({ source: { reviews: 'r' }, simulation: { maxAttempts: 5 } }))).toBe(
      'bad_configuration',
    );
  });

  it('extends by more dialogs, another pace, other recommenders, and nothing else', () => {
    const standing = config({ target: { dialogs: 10 } });
    const extend = (changes: Record<string, unknown>) =>
      codeOf(() => assertExtends('r', standing, config(changes), ALL));
    expect(extend({ target: { dialogs: 20 } })).toBeNull();
    expect(extend({ target: { dialogs: 10 }, recommender: { seeds: [1, 2] } })).toBeNull();
    expect(extend({ target: { dialogs: 10 }, simulation: { concurrency: 2 } })).toBeNull();
    expect(extend({ target: { dialogs: 5 } })).toBe('run_conflict');
    expect(extend({ target: { dialogs: 10 }, seed: 1 })).toBe('run_conflict');
  });

  it('lets a run that failed early be put right under its own name', () => {
    const change = (changes: Record<string, unknown>, stages: typeof ALL) =>
      codeOf(() => assertExtends('r', config(), config(changes), stages));
    expect(change({ source: { reviews: 'other.jsonl' }, seed: 1 }, NONE)).toBeNull();
    const noTargets = { ...ALL, targets: false };
    expect(change({ target: { minEarlierReviews: 1 } }, noTargets)).toBeNull();
    expect(change({ target: { minEarlierReviews: 1 } }, ALL)).toBe('run_conflict');
    expect(change({ aspects: { clusters: 5 } }, noTargets)).toBe('run_conflict');
    expect(change({ aspects: { clusters: 5 } }, { ...NONE, reviews: true })).toBeNull();
  });

  it('replays under the name of who spoke', () => {
    const standing = config({ llm: { provider: 'openai' } });
    expect(applyReplay(config({ llm: { provider: 'replay' } }), standing).llm).toMatchObject({
      provider: 'openai',
      replay: true,
    });
    expect(codeOf(() => applyReplay(config({ llm: { provider: 'replay' } }), null))).toBe('bad_configuration');
  });
});

describe('the name of a run', () => {
  const source = { reviews: 'reviews.jsonl' };

  it('may be one that a schedule gave, and its folder has no colons', () => {
    const name = 'music-2026-11-24T15:30:13Z';
    expect(resolveConfig({ name, source }).name).toBe(name);
    expect(runKeys(name).root).toBe('runs/music-2026-11-24T153013Z');
    expect(() => resolveConfig({ name: 'music:1', source })).toThrow('lower-case letters');
  });
});
