import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunFolder } from '../../activities/run-folder.ts';
import { countingStarts } from '../../activities/training-starts.ts';
import { watchTraining } from '../../activities/training-watch.ts';
import type { TrainingView } from '../../core/recommender/training-view.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

describe('a training that is watched', () => {
  const epoch = (number: number, loss: number) => ({ epoch: number, loss, validationNdcgAt10: 0.25 });

  it('tells step, loss, time left and the curve', () => {
    let nowMs = 0;
    const told: TrainingView[] = [];
    const watch = watchTraining(
      { variant: 'v', seed: 2 },
      (view) => void told.push(view),
      () => nowMs,
    );
    // Two steps of this process, the 11th and the 12th of 20, took six seconds: eight more take 24.
    for (const step of [11, 12]) {
      nowMs += 3_000;
      watch.onStep({ step, steps: 20, epoch: 3, mostEpochs: 5, loss: 4.5, epochs: [epoch(1, 6), epoch(2, 5)] });
    }
    expect(told.at(-1)).toEqual({
      variant: 'v',
      seed: 2,
      epoch: 3,
      epochs: 5,
      step: 12,
      steps: 20,
      loss: 4.5,
      secondsLeft: 24,
      losses: [6, 5],
      validation: [0.25, 0.25],
    });
  });

  it('is saved every so often, and not soon after an epoch was', () => {
    let nowMs = 0;
    const watch = watchTraining(
      { variant: 'v', seed: 2 },
      () => {},
      () => nowMs,
    );
    const dueAt = (ms: number): boolean => {
      nowMs = ms;
      return watch.isCheckpointDue();
    };
    expect([dueAt(19_999), dueAt(20_000), dueAt(20_001), dueAt(39_999)]).toEqual([false, true, false, false]);
    nowMs = 40_000;
    watch.onEpoch();
    expect([dueAt(59_999), dueAt(60_000)]).toEqual([false, true]);
  });
});

describe('a training whose processes die', () => {
  let small: SmallStore;
  let folder: RunFolder;
  beforeEach(async () => {
    small = await createSmallStore();
    folder = await small.prepared('run', smallReviews(20));
  });
  afterEach(() => small.remove());

  const start = (step: number, train: () => Promise<string>): Promise<string> =>
    countingStarts(folder, { root: folder.keys.recommender('v', 1), variant: 'v', seed: 1, step }, train);
  /** As after kill -9: whatever came behind the training is not reached. */
  const die = (step: number): Promise<void> =>
    new Promise((resolve) => {
      void start(step, () => {
        resolve();
        return new Promise(() => {});
      });
    });

  it('again and again at one step ends, naming memory as the likely cause, and may be tried anew', async () => {
    for (let death = 0; death < 8; death++) await die(7);
    const fault: unknown = await start(7, () => Promise.resolve('trained')).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'out_of_memory', retryable: false });
    expect(String(fault)).toMatch(/v, seed 1, step 7\b.*8 processes died/);
    expect(await start(7, () => Promise.resolve('trained'))).toBe('trained');
  });

  it('at later and later steps, or failing in other ways, goes on', async () => {
    for (let step = 0; step < 20; step++) await die(step);
    for (let fault = 0; fault < 20; fault++) {
      await expect(start(20, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    }
    expect(await start(20, () => Promise.resolve('trained'))).toBe('trained');
  });
});
