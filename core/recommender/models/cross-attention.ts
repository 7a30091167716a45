/**
 * The paper's recommender: Z = LayerNorm(X + CrossAttn(X, H)), X = encoded dialog turns (B, T, d), H = encoded history
 * (B, L, d); then pooling and scoring of all items.
 *
 * Where it departs: the paper leaves encoders, sizes and initial weights open. Turns and items are frozen sentence
 * embeddings under learned projections. With a few hundred dialogs, random weights would not learn to attend: the
 * cross-attention starts broad, leaning towards history items alike to a turn, and hands their vectors on as they are
 * (chosen on planted worlds, bench/recommender.ts). An empty history adds nothing: Z = LayerNorm(X).
 */
import * as tf from '@tensorflow/tfjs-core';

import {
  type Dropout,
  NO_DROPOUT,
  type Parameters,
  attention,
  attentionSpecs,
  attentionWeights,
  layerNorm,
  layerNormSpecs,
} from './layers.ts';
import type { BatchTensors, ModelShape, RankingModel } from './ranking-model.ts';
import {
  encoderBlock,
  encoderBlockSpecs,
  historySpecs,
  historyTokens,
  itemVectors,
  pool,
  scoreItems,
  towerSpecs,
  turnTokens,
} from './towers.ts';

export const crossAttention: RankingModel = {
  variant: 'cross-attention',
  learnsFrom: ['examples'],
  revision: 1,
  parameters: (shape, textProjection, seed) => [
    ...towerSpecs(shape, textProjection, seed),
    ...historySpecs(shape, seed),
    ...encoderBlockSpecs('dialog-encoder', shape.dimension, seed),
    ...encoderBlockSpecs('history-encoder', shape.dimension, seed),
    ...attentionSpecs('fusion/attention', shape.dimension, seed, { match: 0.5, output: 1 }),
    ...layerNormSpecs('fusion/norm', shape.dimension),
  ],
  logits(parameters, shape, batch, catalogue, dropout) {
    const items = itemVectors(parameters, catalogue); // (N, d)
    const { x, h } = encode(items, parameters, shape, batch, dropout); // (B, T, d), (B, L, d)
    const attended = attention(x, h, batch.historyMask, shape.heads, parameters, 'fusion/attention'); // (B, T, d)
    const z = layerNorm(tf.add(x, dropout(attended, 'fusion')), parameters, 'fusion/norm'); // (B, T, d)
    return scoreItems(pool(z, batch.turnMask, parameters), items, parameters, catalogue); // (B, N)
  },
  /** Mean over heads and visible turns. */
  attended(parameters, shape, batch, catalogue) {
    const { x, h } = encode(itemVectors(parameters, catalogue), parameters, shape, batch, NO_DROPOUT);
    const weights = attentionWeights(x, h, batch.historyMask, shape.heads, parameters, 'fusion/attention');
    const byTurn = tf.mean(weights, 1); // (B, T, L)
    const turns = tf.expandDims(batch.turnMask, 2); // (B, T, 1)
    return tf.div(tf.sum(tf.mul(byTurn, turns), 1), tf.sum(turns, 1));
  },
};

/** Both towers: X (B, T, d) and H (B, L, d). */
function encode(
  items: tf.Tensor2D,
  parameters: Parameters,
  shape: ModelShape,
  batch: BatchTensors,
  dropout: Dropout,
): { x: tf.Tensor; h: tf.Tensor } {
  const tokens = turnTokens(parameters, shape, batch, dropout); // (B, T, d)
  const past = historyTokens(parameters, shape, batch, items, dropout); // (B, L, d)
  return {
    x: encoderBlock(tokens, batch.turnMask, shape.heads, parameters, 'dialog-encoder', dropout),
    h: encoderBlock(past, batch.historyMask, shape.heads, parameters, 'history-encoder', dropout),
  };
}

/** The control: the same model, trained and tested on other users' histories (shuffle-histories.ts). */
export const crossAttentionShuffledHistory: RankingModel = {
  ...crossAttention,
  variant: 'cross-attention-shuffled-history',
  revision: 2,
};
