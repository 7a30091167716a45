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

import { attention, attentionSpecs, layerNorm, layerNormSpecs } from './layers.ts';
import type { RankingModel } from './ranking-model.ts';
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
    const tokens = turnTokens(parameters, shape, batch, dropout); // (B, T, d)
    const x = encoderBlock(tokens, batch.turnMask, shape.heads, parameters, 'dialog-encoder', dropout); // (B, T, d)
    const past = historyTokens(parameters, shape, batch, items, dropout); // (B, L, d)
    const h = encoderBlock(past, batch.historyMask, shape.heads, parameters, 'history-encoder', dropout); // (B, L, d)
    const attended = attention(x, h, batch.historyMask, shape.heads, parameters, 'fusion/attention'); // (B, T, d)
    const z = layerNorm(tf.add(x, dropout(attended, 'fusion')), parameters, 'fusion/norm'); // (B, T, d)
    return scoreItems(pool(z, batch.turnMask, parameters), items, parameters, catalogue); // (B, N)
  },
};

/** The control: the same model, trained and tested on other users' histories (shuffle-histories.ts). */
export const crossAttentionShuffledHistory: RankingModel = {
  ...crossAttention,
  variant: 'cross-attention-shuffled-history',
};
