import * as tf from '@tensorflow/tfjs-core';

import { RunConfigSchema } from '../core/config/run-config.ts';
import { createRandom, deriveSeed } from '../core/random.ts';
import { catalogueTensors } from '../core/recommender/batch.ts';
import { type ItemView, sampledView } from '../core/recommender/item-sample.ts';
import { modelShape } from '../core/recommender/model-shape.ts';
import {
  type Dropout,
  type ParameterSpec,
  type Parameters,
  attention,
  attentionSpecs,
  gatherRows,
  layerNorm,
  layerNormSpecs,
  normalSpec,
  parameter,
  seededDropout,
} from '../core/recommender/models/layers.ts';
import { MODELS } from '../core/recommender/models/models.ts';
import { crossEntropy } from '../core/recommender/models/operations.ts';
import { encoderBlock, encoderBlockSpecs } from '../core/recommender/models/towers.ts';
import type { RankingExample } from '../core/recommender/recommender-data.ts';
import { lossOf } from '../core/recommender/train-variant.ts';
import { plantWorld } from '../test/core/recommender/planted-world.ts';

/** What one side trains, as JSON to the Python side too: the same sizes there. */
export interface Workload {
  readonly kind: 'cross-attention' | 'two-encoders';
  readonly items: number;
  readonly dimension: number;
  readonly heads: number;
  readonly batch: number;
  /** Turns, or tokens, of a dialog; items of a history. */
  readonly turns: number;
  readonly history: number;
  readonly dropout: number;
  /** Width of the frozen embeddings, or size of the learned vocabulary. */
  readonly text: number;
  /** Items that a step sees beside its own; without it all. */
  readonly sampled?: number;
}

const { recommender: DEFAULTS } = RunConfigSchema.parse({ source: { reviews: 'none.json' } });

/** The product's default cross-attention at Musical Instruments' size: 900 items, MiniLM's 384 dimensions. */
export const MUSIC: Workload = {
  kind: 'cross-attention',
  items: 900,
  dimension: DEFAULTS.dimension,
  heads: DEFAULTS.heads,
  batch: DEFAULTS.batchSize,
  turns: 12,
  history: 8,
  dropout: DEFAULTS.dropout,
  text: 384,
};

/** 2.3 million parameters: two encoders of two blocks each, a cross-attention, 6,000 tokens, 5,000 items, learned from nothing. */
export const TWO_ENCODERS: Workload = {
  kind: 'two-encoders',
  items: 5_000,
  dimension: 128,
  heads: 4,
  batch: 64,
  turns: 64,
  history: 32,
  dropout: 0.1,
  text: 6_000,
};

export interface Prepared {
  readonly specs: readonly ParameterSpec[];
  loss(parameters: Parameters, step: number): tf.Scalar;
}

export const prepare = (workload: Workload): Prepared =>
  workload.kind === 'cross-attention' ? crossAttention(workload) : twoEncoders(workload);

/** The product's own model, batches and loss, on planted data whose lengths are all the longest. */
function crossAttention(workload: Workload): Prepared {
  const { items, dimension, batch, turns, history } = workload;
  const kinds = Math.round(Math.sqrt(items / 4));
  const world = plantWorld({
    tells: 'both',
    kinds,
    brands: Math.ceil(items / 4 / kinds),
    copies: 4,
    textDimension: workload.text,
    dimension,
    trainExamples: 8 * batch,
    heldOutExamples: 1,
    seed: 1,
  });
  const stretched = world.train.map((example, row): RankingExample => {
    const past = Array.from({ length: history }, (_, place) => (row * 31 + place * 7) % items);
    return {
      ...example,
      turns: Array.from({ length: turns }, (_, place) => example.turns[place % example.turns.length]!),
      history: past,
      historyAges: past.map(() => 100),
    };
  });
  const shape = modelShape(world, { ...DEFAULTS, dimension, heads: workload.heads });
  const model = MODELS['cross-attention'];
  const catalogue = catalogueTensors(world.catalogue, workload.text);
  return {
    specs: model.parameters(shape, world.textProjection, 1),
    loss(parameters, step) {
      const start = (step % 8) * batch;
      const examples = stretched.slice(start, start + batch);
      const dropout = seededDropout(workload.dropout, deriveSeed(1, 'step', step));
      const all: ItemView = { parameters, shape, catalogue, examples, sequences: [], standsFor: null };
      const view = workload.sampled === undefined ? all : sampledView(all, workload.sampled, deriveSeed(1, step));
      return lossOf(model, view, { data: world, maxHistory: shape.maxHistory, dropout });
    },
  };
}

const DIALOG = ['dialog-encoder', 'joint-encoder'] as const;
const HISTORY = ['sequence-encoder-1', 'sequence-encoder-2'] as const;

function twoEncoders({ items, dimension, heads, batch, turns, history, dropout: rate, text }: Workload): Prepared {
  const random = createRandom(1);
  const drawn = (rows: number, length: number, among: number) =>
    Int32Array.from({ length: rows * length }, () => random.int(among));
  const batches = Array.from({ length: 8 }, () => ({
    tokens: drawn(batch, turns, text),
    past: drawn(batch, history, items),
    targets: drawn(batch, 1, items),
  }));
  const encode = (
    table: tf.Tensor2D,
    ids: Int32Array,
    length: number,
    p: Parameters,
    names: typeof DIALOG | typeof HISTORY,
    dropout: Dropout,
  ) => {
    const mask = tf.ones([batch, length]);
    const tokens = gatherRows(table, tf.tensor2d(ids, [batch, length], 'int32'));
    let states: tf.Tensor = dropout(tf.add(tokens, parameter(p, `${names[0]}/position`)), names[0]);
    for (const name of names) states = encoderBlock(states, mask, heads, p, name, dropout);
    return { states, mask };
  };
  return {
    specs: [
      normalSpec('token', [text, dimension], 0.02, 1),
      normalSpec('item', [items, dimension], 0.02, 1),
      normalSpec(`${DIALOG[0]}/position`, [turns, dimension], 0.02, 1),
      normalSpec(`${HISTORY[0]}/position`, [history, dimension], 0.02, 1),
      ...[...DIALOG, ...HISTORY].flatMap((name) => encoderBlockSpecs(name, dimension, 1)),
      ...attentionSpecs('fusion/attention', dimension, 1, { match: 0.5, output: 1 }),
      ...layerNormSpecs('fusion/norm', dimension),
    ],
    loss(p, step) {
      const { tokens, past, targets } = batches[step % batches.length]!;
      const dropout = seededDropout(rate, deriveSeed(1, 'step', step));
      const table = parameter(p, 'item') as tf.Tensor2D;
      const x = encode(parameter(p, 'token') as tf.Tensor2D, tokens, turns, p, DIALOG, dropout);
      const h = encode(table, past, history, p, HISTORY, dropout);
      const attended = attention(x.states, h.states, h.mask, heads, p, 'fusion/attention');
      const z = layerNorm(tf.add(x.states, dropout(attended, 'fusion')), p, 'fusion/norm'); // (B, T, d)
      const logits = tf.matMul<tf.Tensor2D>(tf.mean<tf.Tensor2D>(z, 1), table, false, true); // (B, N)
      return crossEntropy(logits, tf.tensor1d(targets, 'int32'));
    },
  };
}
