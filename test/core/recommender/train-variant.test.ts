import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Checkpoint } from '../../../core/recommender/checkpoint.ts';
import { evaluateVariant } from '../../../core/recommender/evaluate-variant.ts';
import type { RecommenderData } from '../../../core/recommender/recommender-data.ts';
import { type TrainVariantInput, type TrainedVariant, trainVariant } from '../../../core/recommender/train-variant.ts';
import { useCpuBackend } from './cpu-backend.ts';
import { SMALL_WORLD, breathe, memoryCheckpoints, plantWorld, recommenderSettings } from './planted-world.ts';

const settings = recommenderSettings({ dimension: 8, epochs: 4, batchSize: 8, learningRate: 5e-3 });
const data = plantWorld({ ...SMALL_WORLD, tells: 'both', dimension: 8, trainExamples: 20, heldOutExamples: 10 });

const run = (changes: Partial<TrainVariantInput> = {}): Promise<TrainedVariant> =>
  trainVariant({
    variant: 'cross-attention',
    seed: 1,
    settings,
    data,
    checkpoint: memoryCheckpoints(),
    breathe,
    ...changes,
  });
const rank = (trained: TrainedVariant, ranked: RecommenderData = data) =>
  evaluateVariant({ trained, settings, data: ranked, evaluationSeed: 1, breathe });

beforeAll(useCpuBackend);

describe('trainVariant', () => {
  it.each(['dialog-only', 'concatenation', 'cross-attention'] as const)(
    '%s: gives the same weights for the same seed, others for another, and leaves no tensor behind',
    async (variant) => {
      const before = tf.memory().numTensors;
      const first = await run({ variant });
      await rank(first);
      expect(tf.memory().numTensors).toBe(before);
      expect((await run({ variant })).values).toEqual(first.values);
      expect((await run({ variant, seed: 2 })).values).not.toEqual(first.values);
      expect(first.epochs.at(-1)?.loss).toBeLessThan(first.epochs[0]?.loss ?? 0);
    },
  );

  it('goes on from a checkpoint exactly as it would have', async () => {
    const undisturbed = memoryCheckpoints();
    const whole = await run({ checkpoint: undisturbed });
    const interrupted = memoryCheckpoints();
    const aborter = new AbortController();
    const cut = run({
      checkpoint: interrupted,
      signal: aborter.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 2) aborter.abort();
      },
    });
    await expect(cut).rejects.toThrow(/abort/i);
    const resumed = await run({ checkpoint: interrupted });
    expect(resumed.resumedAfterStep).toBe(6);
    expect(resumed.values).toEqual(whole.values);
    expect(resumed.epochs).toEqual(whole.epochs);
    expect(interrupted.saved.at(-1)?.weights).toEqual(undisturbed.saved.at(-1)?.weights);
  });

  it('leaves no tensor behind where it is aborted', async () => {
    const before = tf.memory().numTensors;
    await expect(run({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('trains nothing twice once finished, and anew on other data', async () => {
    const checkpoint = memoryCheckpoints();
    await run({ checkpoint });
    const epochs: number[] = [];
    await run({ checkpoint, onEpoch: ({ epoch }) => void epochs.push(epoch) });
    expect(epochs).toEqual([]);
    const other = await run({ checkpoint, data: { ...data, fingerprint: 'other' } });
    expect(other.resumedAfterStep).toBe(0);
    expect(other.epochs).not.toEqual([]);
  });

  it('keeps the weights of the best epoch and stops when validation no longer improves', async () => {
    const noise = plantWorld({
      ...SMALL_WORLD,
      tells: 'neither',
      dimension: 8,
      trainExamples: 16,
      heldOutExamples: 20,
    });
    const { epochs, bestEpoch } = await run({ data: noise, settings: { ...settings, epochs: 30 } });
    const scores = epochs.map(({ validationNdcgAt10 }) => validationNdcgAt10 ?? 0);
    expect(scores[bestEpoch - 1]).toBe(Math.max(...scores));
    expect(epochs).toHaveLength(Math.min(30, bestEpoch + 5));
  });

  it('keeps the last epoch where there is nothing to validate on', async () => {
    const { epochs, bestEpoch } = await run({ data: { ...data, validation: [] } });
    expect([epochs.length, bestEpoch]).toEqual([4, 4]);
  });

  it('breathes after every batch', async () => {
    let breaths = 0;
    await run({ breathe: () => Promise.resolve(void (breaths += 1)), data: { ...data, validation: [] } });
    expect(breaths).toBe(4 * 3);
  });

  it('says what is wrong with heads that do not divide the dimension, and with no training data', async () => {
    await expect(run({ settings: { ...settings, heads: 3 } })).rejects.toMatchObject({ code: 'bad_configuration' });
    await expect(run({ data: { ...data, train: [] } })).rejects.toMatchObject({ code: 'no_eligible_targets' });
  });
});

describe('evaluateVariant', () => {
  it('ranks by training-period counts for popularity', async () => {
    const counts = new Float32Array(data.catalogue.itemIds.length);
    const test = data.test.slice(0, 1);
    counts[test[0]?.target ?? 0] = 9;
    const popular = { ...data, test, catalogue: { ...data.catalogue, counts } };
    const [row] = await rank(await run({ variant: 'popularity' }), popular);
    expect(row).toMatchObject({ rank_full: 1, rank_candidates: 1, n_candidates: 25 });
    expect(row?.top10[0]).toBe(row?.target_item_id);
    expect(row?.n_items).toBe(counts.length - (test[0]?.seen.length ?? 0));
  });

  it('lets an empty history and an empty dialog pass', async () => {
    const test = data.test.map((example) => ({ ...example, turns: [], history: [], seen: [] }));
    const rows = await rank(await run(), { ...data, test });
    expect(rows).toHaveLength(data.test.length);
    expect(new Set(rows.map(({ top10 }) => top10.join()))).toHaveProperty('size', 1);
  });

  it('scores a dialog the same alone and in a batch with longer ones', async () => {
    const trained = await run();
    const [short] = data.test;
    if (short === undefined) throw new Error('no test example');
    const cut = { ...short, turns: short.turns.slice(0, 1), history: short.history.slice(0, 1) };
    const [alone] = await rank(trained, { ...data, test: [cut] });
    const [together] = await rank(trained, { ...data, test: [cut, ...data.test.slice(1)] });
    expect(together).toEqual(alone);
  });
});

describe('checkpoints of a training', () => {
  it('hold parameters, both running sums and the best values', async () => {
    const checkpoint = memoryCheckpoints();
    const trained = await run({ checkpoint, settings: { ...settings, epochs: 1 } });
    const last: Checkpoint | undefined = checkpoint.saved.at(-1);
    expect(last?.weights).toHaveLength(4 * trained.values.length);
    expect(last?.weights.slice(3 * trained.values.length)).toEqual(trained.values);
    expect(last?.meta).toMatchObject({ step: 3, bestEpoch: 1, finished: true });
  });
});
