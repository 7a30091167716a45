import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type RunConfig, VARIANTS } from '../../../core/config/run-config.ts';
import { evaluateVariant } from '../../../core/recommender/evaluate-variant.ts';
import { type ExportFile, decodeModel, encodeModel } from '../../../core/recommender/exported-model.ts';
import { datedHistory } from '../../../core/recommender/interactions.ts';
import { modelShape } from '../../../core/recommender/model-shape.ts';
import { MODELS, isFitted } from '../../../core/recommender/models/models.ts';
import { prepareRecommenderData } from '../../../core/recommender/prepare-recommender-data.ts';
import type { RecommenderData } from '../../../core/recommender/recommender-data.ts';
import { type Situation, recommend } from '../../../core/recommender/recommend.ts';
import { trainVariant } from '../../../core/recommender/train-variant.ts';
import { MAX_TOKENS, dialogPlaces } from '../../../core/recommender/word-texts.ts';
import { truncateDialog } from '../../../core/recommender/truncate-dialog.ts';
import { useCpuBackend } from './cpu-backend.ts';
import { acts, dialog, item, review, turn, wordEncoder } from './dialog-fixtures.ts';
import { breathe, memoryCheckpoints, recommenderSettings } from './planted-world.ts';

type Settings = RunConfig['recommender'];
const DAY_MS = 86_400_000;
const SEED = 5;
const settings = recommenderSettings({
  dimension: 8,
  epochs: 1,
  batchSize: 8,
  history: { epochs: 1, learningRate: 1e-3, dropout: 0.5 },
});
const items = Array.from({ length: 30 }, (_, at) => item(`i${at}`, `label number${at}`));
const reviews = Array.from({ length: 60 }, (_, at) =>
  review(
    `r${at}`,
    `u${at % 6}`,
    `i${(at * 7) % 30}`,
    (1 + at) * DAY_MS,
    `Reviewed thing ${at % 5}, a fine one indeed.`,
  ),
);
const dialogs = Array.from({ length: 12 }, (_, at) =>
  dialog({
    dialogId: `d${at}`,
    userId: `u${at % 6}`,
    timestampMs: 70 * DAY_MS,
    split: at < 6 ? 'train' : at < 8 ? 'validation' : 'test',
    targetItemId: `i${at}`,
    history: ['i20', 'i21', 'i28'],
    turns: [
      turn(0, 'system', 'n1', 'What do you like?'),
      turn(1, 'user', 'n1', `Colour ${at % 3} and thing ${at % 2}.`),
      turn(2, 'system', 'n2', `Take label number${at}.`, acts('recommend', `i${at}`)),
    ],
  }),
);
const tested = dialogs.filter(({ split }) => split === 'test');

function situationOf({
  dialogId,
  userId,
  timestampMs,
  history,
  turns,
  targetItemId,
}: (typeof dialogs)[number]): Situation {
  const own = reviews.filter((written) => written.userId === userId);
  const name = items.find(({ itemId }) => itemId === targetItemId)?.name ?? '';
  return {
    exampleId: dialogId,
    userId,
    timestampMs,
    turns: truncateDialog({ turns, targetItemId }, name),
    history: datedHistory(history, own, timestampMs, SEED),
  };
}

describe('a model that was kept', () => {
  const tokens = { ...settings, dialogEncoder: 'tokens' as const };
  let data: RecommenderData;
  let byWords: RecommenderData;
  beforeAll(async () => {
    await useCpuBackend();
    const common = { dialogs, items, reviews, trainEndMs: 61 * DAY_MS, encoder: wordEncoder(), seed: SEED, breathe };
    data = await prepareRecommenderData({ ...common, settings });
    byWords = await prepareRecommenderData({ ...common, settings: tokens });
  });

  async function kept(variant: (typeof VARIANTS)[number], isByWords = false) {
    return isByWords ? keptOf(variant, byWords, tokens) : keptOf(variant, data, settings);
  }
  async function keptOf(variant: (typeof VARIANTS)[number], data: RecommenderData, settings: Settings) {
    const trained = await trainVariant({ variant, seed: 1, settings, data, checkpoint: memoryCheckpoints(), breathe });
    const model = {
      variant,
      seed: 1,
      settings,
      values: trained.values,
      itemNames: data.catalogue.itemIds.map((id) => items.find(({ itemId }) => itemId === id)?.name ?? ''),
      data,
    };
    const specs = isFitted(variant)
      ? []
      : MODELS[variant].parameters(modelShape(data, settings), data.textProjection, 0);
    const files = Object.fromEntries(encodeModel(model, specs)) as Record<ExportFile, Uint8Array>;
    return { trained, files };
  }

  it.each(VARIANTS.filter((variant) => variant !== 'cross-attention-shuffled-history'))(
    '%s: recommends for the test dialogs exactly what their evaluation says',
    async (variant) => {
      const { trained, files } = await kept(variant);
      const predicted = await evaluateVariant({ trained, settings, data, evaluationSeed: 9, breathe });
      expect(predicted).toHaveLength(tested.length);
      const model = decodeModel(files, 'somewhere');
      for (const own of tested) {
        const tools = { encoder: wordEncoder(), evaluationSeed: 9, breathe };
        const { top, history } = await recommend(model, situationOf(own), tools);
        const row = predicted.find(({ dialog_id: id }) => id === own.dialogId);
        expect(top.map(({ itemId }) => itemId)).toEqual(row?.top10);
        expect(top[0]?.name).toBe(items.find(({ itemId }) => itemId === top[0]?.itemId)?.name);
        expect(history.map(({ itemId }) => itemId).sort()).toEqual([...own.history].sort());
      }
    },
  );

  it.each(['cross-attention', 'fusion', 'dialog-only'] as const)(
    '%s that reads words: recommends exactly what its evaluation says',
    async (variant) => {
      const { trained, files } = await kept(variant, true);
      const predicted = await evaluateVariant({ trained, settings: tokens, data: byWords, evaluationSeed: 9, breathe });
      const model = decodeModel(files, 'somewhere');
      expect(model.settings.dialogEncoder).toBe('tokens');
      for (const own of tested) {
        const tools = { encoder: wordEncoder(), evaluationSeed: 9, breathe };
        const { top } = await recommend(model, situationOf(own), tools);
        const row = predicted.find(({ dialog_id: id }) => id === own.dialogId);
        expect(top.map(({ itemId }) => itemId)).toEqual(row?.top10);
      }
    },
  );

  it('reads the words that it knows, of both speakers, the latest of a long dialog', () => {
    const [example] = byWords.test;
    if (example === undefined) throw new Error('no test dialog');
    const { places, rows } = dialogPlaces(example, byWords);
    expect(places.map(({ speaker, textIndex }) => [speaker, byWords.vocabulary[textIndex]])).toEqual([
      ['user', 'thing'],
    ]);
    expect(rows).toHaveLength(byWords.vocabulary.length * byWords.textDimension);
    const said = example.turns[1];
    if (said === undefined) throw new Error('nobody spoke');
    const long = { turns: Array.from({ length: 200 }, () => said) };
    expect(dialogPlaces(long, byWords).places).toHaveLength(MAX_TOKENS);
    expect(dialogPlaces(long, data).places).toHaveLength(200);
    expect(byWords.fingerprint).not.toBe(data.fingerprint);
  });

  it('tells how its attention is shared among the history, where it attends', async () => {
    const model = decodeModel((await kept('cross-attention')).files, 'somewhere');
    const tools = { encoder: wordEncoder(), evaluationSeed: 9, breathe };
    const [own] = tested;
    if (own === undefined) throw new Error('no test dialog');
    const { history } = await recommend(model, situationOf(own), tools);
    expect(history.reduce((sum, { attention }) => sum + (attention ?? 0), 0)).toBeCloseTo(1, 4);
    const plain = decodeModel((await kept('popularity')).files, 'somewhere');
    expect((await recommend(plain, situationOf(own), tools)).history.map(({ attention }) => attention)).toEqual(
      own.history.map(() => null),
    );
  });

  it('is read by TensorFlow.js itself', async () => {
    const { files, trained } = await kept('cross-attention');
    const json: { weightsManifest: tf.io.WeightsManifestConfig } = JSON.parse(
      new TextDecoder().decode(files['model.json']),
    );
    const specs = json.weightsManifest.flatMap(({ weights }) => weights);
    const tensors = tf.io.decodeWeights(files['weights.bin'].slice().buffer, specs);
    expect(tensors['item/id']?.shape).toEqual([30, 8]);
    const values = Float32Array.from(
      specs
        .filter(({ name }) => !name.startsWith('data/'))
        .flatMap(({ name }) => [...(tensors[name]?.dataSync() ?? [])]),
    );
    expect(values).toEqual(trained.values);
    expect(tensors['data/item-counts']?.dataSync()).toEqual(data.catalogue.counts);
  });

  it('refuses what it does not know, another encoder, the control, and damaged files, each by name', async () => {
    const { files } = await kept('cross-attention');
    const model = decodeModel(files, 'there');
    const encoder = wordEncoder();
    const tools = { encoder, evaluationSeed: 9, breathe };
    const situation: Situation = { exampleId: 'x', userId: null, timestampMs: null, turns: [], history: [] };
    const strange = { ...situation, history: [{ itemId: 'nowhere', timestampMs: null }] };
    await expect(recommend(model, strange, tools)).rejects.toThrow(/no item nowhere/);
    await expect(recommend(model, situation, { ...tools, encoder: { ...encoder, id: 'other' } })).rejects.toThrow(
      /other/,
    );
    const control = { ...model, variant: 'cross-attention-shuffled-history' as const };
    await expect(recommend(control, situation, tools)).rejects.toThrow(/control/);
    const broken = { ...files, 'weights.bin': files['weights.bin'].slice(4) };
    expect(() => decodeModel(broken, 'there')).toThrow(/there\/weights\.bin is damaged/);
    const noJson = { ...files, 'items.json': new TextEncoder().encode('{') };
    expect(() => decodeModel(noJson, 'there')).toThrow(/there\/items\.json is damaged/);
    const named = new TextDecoder().decode(files['model.json']);
    // Of another revision, and with other parameters.
    const former = [
      named.replace('"revision":1', '"revision":7'),
      named.replace('"variant":"cross-attention","revision":1', '"variant":"fusion","revision":4'),
    ];
    for (const one of former) {
      expect(one).not.toBe(named);
      expect(() => decodeModel({ ...files, 'model.json': new TextEncoder().encode(one) }, 'there')).toThrow(
        /there holds a (cross-attention|fusion) of another version: train it again/,
      );
    }
  });

  it('recommends to somebody new, with nothing said and no history', async () => {
    const model = decodeModel((await kept('cross-attention')).files, 'somewhere');
    const situation: Situation = { exampleId: 'x', userId: null, timestampMs: null, turns: [], history: [] };
    const { top, history } = await recommend(model, situation, { encoder: wordEncoder(), evaluationSeed: 9, breathe });
    expect(top).toHaveLength(10);
    expect(history).toEqual([]);
  });
});
