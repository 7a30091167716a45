import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Variant, VARIANTS } from '../../../core/config/run-config.ts';
import { evaluateVariant } from '../../../core/recommender/evaluate-variant.ts';
import { prepareRecommenderData } from '../../../core/recommender/prepare-recommender-data.ts';
import { modelShape } from '../../../core/recommender/model-shape.ts';
import { MODELS } from '../../../core/recommender/models/models.ts';
import { attendedHistory } from '../../../core/recommender/score-variant.ts';
import type { RecommenderData } from '../../../core/recommender/recommender-data.ts';
import { type TrainedVariant, trainVariant } from '../../../core/recommender/train-variant.ts';
import { transplant } from '../../../core/recommender/transplant-values.ts';
import { useCpuBackend } from './cpu-backend.ts';
import { acts, dialog, item, review, turn, wordEncoder } from './dialog-fixtures.ts';
import { SMALL_WORLD, breathe, memoryCheckpoints, plantWorld, recommenderSettings } from './planted-world.ts';

const history = { epochs: 2, learningRate: 5e-3, dropout: 0.2 };
const settings = recommenderSettings({ dimension: 8, epochs: 2, batchSize: 8, learningRate: 5e-3, history });
const world = plantWorld({ ...SMALL_WORLD, tells: 'both', dimension: 8, trainExamples: 16, heldOutExamples: 14 });

const train = (variant: Variant, data: RecommenderData = world, by = settings): Promise<TrainedVariant> =>
  trainVariant({
    variant,
    seed: 1,
    settings: { ...by, epochs: 2, history: { ...history, epochs: 2 } },
    data,
    checkpoint: memoryCheckpoints(),
    breathe,
  });
const rank = (trained: TrainedVariant, data: RecommenderData = world, by = settings) =>
  evaluateVariant({ trained, settings: by, data, evaluationSeed: 1, breathe });

beforeAll(useCpuBackend);

describe.each(VARIANTS)('%s', { timeout: 120_000 }, (variant) => {
  it('ranks every test dialog, the same way each time, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const rows = await rank(await train(variant));
    expect(rows.map(({ dialog_id }) => dialog_id)).toEqual(world.test.map(({ exampleId }) => exampleId));
    expect(await rank(await train(variant))).toEqual(rows);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['turns', 'tokens'] as const)('hears nothing that is said from the target on, by %s', async (encoder) => {
    const by = { ...settings, dialogEncoder: encoder };
    const prepared = (ending: string) =>
      prepareRecommenderData({
        dialogs: Array.from({ length: 12 }, (_, at) =>
          dialog({
            dialogId: `d${at}`,
            userId: `u${at}`,
            split: at < 6 ? 'train' : at < 8 ? 'validation' : 'test',
            targetItemId: `i${at}`,
            history: ['i20', 'i21'],
            turns: [
              turn(0, 'system', 'n1', 'What do you like?'),
              turn(1, 'user', 'n1', `Colour ${at % 3} and size ${at % 2}.`),
              turn(2, 'system', 'n2', `Take label number${at}. ${ending}`, acts('recommend', `i${at}`)),
              turn(3, 'user', 'n3', ending),
            ],
          }),
        ),
        items: Array.from({ length: 30 }, (_, at) => item(`i${at}`, `label number${at}`)),
        reviews: [20, 21, 22].map((at) => review(`r${at}`, 'reader', `i${at}`, at, 'Colour and size are fine here.')),
        trainEndMs: 100,
        encoder: wordEncoder(),
        settings: by,
        seed: 1,
        breathe,
      });
    const predict = async (ending: string) => {
      const data = await prepared(ending);
      return rank(await train(variant, data, by), data, by);
    };
    const first = await predict('It is splendid.');
    expect(first).toHaveLength(4);
    expect(await predict('Dreadful, said nobody about label number7 of colour 2.')).toEqual(first);
  });
});

describe('a long training', { timeout: 300_000 }, () => {
  it.each([
    ['all items', {}],
    ['a sample of the items', { softmax: { above: 4, others: 3 } }],
  ])('has as many tensors after 500 steps as after the first epoch, over %s', async (_, over) => {
    const tiny = { ...world, train: world.train.slice(0, 8), sequences: world.sequences.slice(0, 8), validation: [] };
    const counts: number[] = [];
    await trainVariant({
      variant: 'fusion',
      seed: 1,
      settings: { ...settings, epochs: 500 },
      data: tiny,
      checkpoint: { load: () => Promise.resolve(null), save: () => Promise.resolve() },
      breathe,
      ...over,
      onEpoch: () => void counts.push(tf.memory().numTensors),
    });
    expect(counts).toHaveLength(500);
    expect(new Set(counts)).toHaveProperty('size', 1);
  });
});

describe('attention to the history', () => {
  it('adds up to one over the items of each history, oldest first', async () => {
    const { values } = await train('cross-attention');
    const rows = await attendedHistory({
      variant: 'cross-attention',
      values,
      settings,
      data: world,
      examples: world.test,
      breathe,
    });
    world.test.forEach(({ history: own }, at) => {
      expect(rows?.[at]).toHaveLength(own.length);
      expect(rows?.[at]?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    });
  });

  it('is told of no model without it', async () => {
    const { values } = await train('dialog-only');
    const input = { variant: 'dialog-only' as const, values, settings, data: world, examples: world.test, breathe };
    expect(await attendedHistory(input)).toBeNull();
  });
});

describe('a model on another catalogue', () => {
  it('keeps what is not of single items, and knows none of these', async () => {
    const other = plantWorld({ ...SMALL_WORLD, tells: 'both', copies: 3, dimension: 8, heldOutExamples: 5, seed: 4 });
    const trained = await train('fusion');
    const values = transplant({ ...trained, settings, data: world }, other);
    const rows = await rank({ ...trained, values }, other);
    expect(rows).toHaveLength(5);
    expect(rows[0]?.n_items).toBeGreaterThan(world.catalogue.itemIds.length);
  });

  it('is moved whole where items are many', () => {
    const many = plantWorld({
      ...SMALL_WORLD,
      tells: 'both',
      kinds: 40,
      brands: 40,
      copies: 3,
      trainExamples: 4,
      heldOutExamples: 1,
    });
    const wide = { ...settings, dimension: 64 };
    const sizeOf = (data: RecommenderData): number =>
      MODELS['dialog-only']
        .parameters(modelShape(data, wide), data.textProjection, 0)
        .reduce((sum, { initial }) => sum + initial.length, 0);
    const values = new Float32Array(sizeOf(many)).fill(1);
    const moved = transplant({ variant: 'dialog-only', values, settings: wide, data: many }, many);
    expect(moved).toHaveLength(values.length);
    expect(moved.filter((value) => value === 0)).toHaveLength(4_800 * 64);
  });

  it('is the same on its own where nothing was learned of items', async () => {
    const trained = await train('dialog-only');
    const same = transplant({ ...trained, settings, data: world }, world);
    const changed = trained.values.filter((value, at) => value !== same[at]);
    // The table of item vectors alone.
    expect(changed.length).toBeLessThanOrEqual(world.catalogue.itemIds.length * settings.dimension);
    expect(same).toHaveLength(trained.values.length);
  });
});
