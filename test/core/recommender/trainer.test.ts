import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { parameter } from '../../../core/recommender/models/layers.ts';
import {
  type StepReport,
  type Trained,
  type TrainerHooks,
  type TrainingTask,
  train,
} from '../../../core/recommender/trainer.ts';
import { trainVariant } from '../../../core/recommender/train-variant.ts';
import { useCpuBackend } from './cpu-backend.ts';
import { SMALL_WORLD, breathe, memoryCheckpoints, plantWorld, recommenderSettings } from './planted-world.ts';

/** A line through noisy points: seven batches of different sizes, in another order each epoch. */
const POINTS = Array.from({ length: 19 }, (_, at) => ({ x: at / 10, y: 0.7 * (at / 10) + ((at * 7) % 5) / 10 }));
const BATCHES = 7;
const EPOCHS = 3;

type Points = readonly (typeof POINTS)[number][];

const line = (changes: Partial<TrainingTask<Points>> = {}): TrainingTask<Points> => ({
  parameters: [
    { name: 'slope', shape: [1], initial: Float32Array.of(0), decays: true },
    { name: 'bias', shape: [1], initial: Float32Array.of(0), decays: false },
  ],
  batches: (epoch) =>
    Array.from({ length: BATCHES }, (_, at) => POINTS.filter((_, point) => (point * epoch) % BATCHES === at)).filter(
      (batch) => batch.length > 0,
    ),
  size: (batch) => batch.length,
  loss(parameters, batch, step) {
    const x = tf.tensor1d(batch.map((point) => point.x));
    const noise = tf.scalar(((step * 31) % 17) / 100);
    const y = tf.add(tf.add(tf.mul(x, parameter(parameters, 'slope')), parameter(parameters, 'bias')), noise);
    return tf.mean<tf.Scalar>(tf.square(tf.sub(y, tf.tensor1d(batch.map((point) => point.y)))));
  },
  validate: async (parameters) => -Math.abs(((await parameter(parameters, 'slope').data())[0] ?? 0) - 0.7),
  ...changes,
});

const SETTINGS = {
  variant: 'dialog-only',
  seed: 3,
  epochs: EPOCHS,
  learningRate: 0.05,
  weightDecay: 0.01,
  fingerprint: 'points',
} as const;

const run = (hooks: Partial<TrainerHooks> = {}, task = line()): Promise<Trained> =>
  train(task, SETTINGS, { checkpoint: memoryCheckpoints(), breathe, ...hooks });

/** Every step's report. */
async function recorded(hooks: Partial<TrainerHooks> = {}): Promise<{ steps: StepReport[]; trained: Trained }> {
  const steps: StepReport[] = [];
  const trained = await run({ ...hooks, onStep: (report) => void steps.push(report) });
  return { steps, trained };
}

beforeAll(useCpuBackend);

describe('a training that is interrupted', () => {
  it.each([1, 3, 100])(
    'at any step, with a checkpoint every %i steps, goes on with the losses of an undisturbed one',
    async (every) => {
      const whole = await recorded();
      const total = whole.steps.length;
      expect(total).toBe(EPOCHS * BATCHES);
      for (let killedAfter = 1; killedAfter <= total; killedAfter++) {
        const checkpoint = memoryCheckpoints();
        let done = 0;
        const killed = recorded({
          checkpoint,
          isCheckpointDue: () => done % every === 0,
          // Killed, not told: nothing is saved on the way out.
          breathe: () => (++done === killedAfter ? Promise.reject(new Error('killed')) : Promise.resolve()),
        });
        await expect(killed).rejects.toThrow('killed');
        const again = await recorded({ checkpoint });
        const from = again.trained.resumedAfterStep;
        expect(from).toBeGreaterThanOrEqual(killedAfter - every - 1);
        expect(again.steps).toEqual(whole.steps.slice(from));
        expect(again.trained.epochs).toEqual(whole.trained.epochs);
        expect(again.trained.values).toEqual(whole.trained.values);
      }
    },
  );

  it('by being told to stop loses no step', async () => {
    const whole = await recorded();
    for (let toldAfter = 1; toldAfter < whole.steps.length; toldAfter++) {
      const checkpoint = memoryCheckpoints();
      const aborter = new AbortController();
      const told = run({
        checkpoint,
        signal: aborter.signal,
        onStep: ({ step }) => step === toldAfter && aborter.abort(),
      });
      await expect(told).rejects.toThrow(/abort/i);
      const again = await recorded({ checkpoint });
      expect(again.trained.resumedAfterStep).toBe(toldAfter);
      expect(again.steps).toEqual(whole.steps.slice(toldAfter));
      expect(again.trained.values).toEqual(whole.trained.values);
    }
  });

  it('again and again, after every step, still comes to the same end', async () => {
    const whole = await recorded();
    const checkpoint = memoryCheckpoints();
    const steps: StepReport[] = [];
    for (;;) {
      const aborter = new AbortController();
      const onStep = (report: StepReport): void => {
        steps.push(report);
        aborter.abort();
      };
      const trained = await run({ checkpoint, onStep, signal: aborter.signal }).catch(() => null);
      if (trained === null) continue;
      expect(trained.values).toEqual(whole.trained.values);
      break;
    }
    expect(steps).toEqual(whole.steps);
  });
});

describe('a training that cannot go on', () => {
  it.each([
    ['not a number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
  ])('because the loss is %s names variant, seed, step and the way out', async (_, factor) => {
    const task = line();
    const failing = line({
      loss: (parameters, batch, step) => tf.mul<tf.Scalar>(task.loss(parameters, batch, step), step === 4 ? factor : 1),
    });
    const before = tf.memory().numTensors;
    const fault: unknown = await run({}, failing).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'training_diverged', retryable: false });
    expect(String(fault)).toMatch(/dialog-only, seed 3, step 5\b.*learningRate \(now 0\.05\)/);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('because the last step of an epoch spoiled the weights says so before they are ranked by', async () => {
    const task = line();
    let validated = 0;
    const failing = line({
      // A finite loss whose gradient is not: sqrt at 0.
      loss: (parameters, batch, step) =>
        step === BATCHES - 1
          ? tf.sum<tf.Scalar>(tf.sqrt(tf.mul(tf.add(parameter(parameters, 'slope'), parameter(parameters, 'bias')), 0)))
          : task.loss(parameters, batch, step),
      validate: () => Promise.resolve((validated += 1)),
    });
    await expect(run({}, failing)).rejects.toMatchObject({ code: 'training_diverged' });
    expect(validated).toBe(0);
  });

  it.each([
    'Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,5000] and type float on /device:CPU:0',
    'Array buffer allocation failed',
    'Invalid typed array length: 9999999999',
  ])('because memory is short names the same: %s', async (message) => {
    const failing = line({
      loss() {
        throw new Error(message);
      },
    });
    const fault: unknown = await run({}, failing).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'out_of_memory', retryable: false });
    expect(String(fault)).toMatch(/dialog-only, seed 3, step 1\b.*batchSize/);
  });

  it('for a reason of its own passes that on', async () => {
    const failing = line({ validate: () => Promise.reject(new TypeError('a bug')) });
    await expect(run({}, failing)).rejects.toThrow(TypeError);
  });
});

describe('a long training', () => {
  it('holds as many tensors after 500 steps as after the first', { timeout: 120_000 }, async () => {
    const data = plantWorld({
      ...SMALL_WORLD,
      tells: 'both',
      kinds: 3,
      brands: 3,
      dimension: 8,
      trainExamples: 100,
      heldOutExamples: 3,
    });
    const settings = recommenderSettings({ dimension: 8, epochs: 10, batchSize: 2 });
    const counts: number[] = [];
    const variant = 'cross-attention';
    const endless = { ...data, validation: [] };
    const onStep = (): void => void counts.push(tf.memory().numTensors);
    await trainVariant({ variant, seed: 1, settings, data: endless, checkpoint: memoryCheckpoints(), breathe, onStep });
    expect(counts).toHaveLength(500);
    expect(new Set(counts).size).toBe(1);
  });
});
