import { describe, expect, it } from 'vitest';

import { trainingRoot, withDialogShare } from '../../../core/recommender/training-job.ts';
import { runKeys } from '../../../core/storage/run-keys.ts';
import { SMALL_WORLD, plantWorld } from './planted-world.ts';

const world = plantWorld({ ...SMALL_WORLD, tells: 'both', trainExamples: 20, heldOutExamples: 2 });
const data = {
  ...world,
  train: world.train.map((example, at) => ({
    ...example,
    source: at % 2 === 0 ? ('dialog' as const) : ('review' as const),
  })),
};
const dialogsAt = (share: number): string[] =>
  withDialogShare(data, share, 1)
    .train.filter(({ source }) => source === 'dialog')
    .map(({ exampleId }) => exampleId);

describe('a share of the training dialogs', () => {
  it('holds that many, those of a smaller share among them, and all pairs from reviews', () => {
    expect([0.1, 0.5, 1].map((share) => dialogsAt(share).length)).toEqual([1, 5, 10]);
    expect(dialogsAt(0.5)).toEqual(expect.arrayContaining(dialogsAt(0.1)));
    expect(withDialogShare(data, 0.1, 1).train).toHaveLength(11);
  });

  it('is another training than that on all of them', () => {
    expect(withDialogShare(data, 0.5, 1).fingerprint).not.toBe(data.fingerprint);
    const keys = runKeys('r');
    const places = [{}, { share: 0.5 }, { split: 'leave-last-out' as const }, { dialogEncoder: 'tokens' as const }].map(
      (job) => trainingRoot(keys, { variant: 'fusion', seed: 1, ...job }),
    );
    expect(places[0]).toBe('runs/r/recommender/fusion-1');
    expect(new Set(places)).toHaveProperty('size', 4);
  });
});
