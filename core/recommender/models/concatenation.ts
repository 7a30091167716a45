/**
 * Baseline of the paper: one sequence [X; H], with segment embeddings, through one encoder. Turns and history items
 * mix in self-attention, and all of them are pooled.
 */
import * as tf from '@tensorflow/tfjs-core';

import { layerNorm, layerNormSpecs, normalSpec, parameter } from './layers.ts';
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

export const concatenation: RankingModel = {
  variant: 'concatenation',
  learnsFrom: ['examples'],
  revision: 1,
  parameters: (shape, textProjection, seed) => [
    ...towerSpecs(shape, textProjection, seed),
    ...historySpecs(shape, seed),
    ...encoderBlockSpecs('joint-encoder', shape.dimension, seed),
    ...layerNormSpecs('fusion/norm', shape.dimension),
    normalSpec('segment', [2, shape.dimension], 0.02, seed),
  ],
  logits(parameters, shape, batch, catalogue, dropout) {
    const items = itemVectors(parameters, catalogue); // (N, d)
    const [dialogSegment, historySegment] = tf.split(parameter(parameters, 'segment'), 2, 0); // (1, d) each
    if (dialogSegment === undefined || historySegment === undefined) throw new RangeError('two segments expected');
    const turns = tf.add(turnTokens(parameters, shape, batch, dropout), dialogSegment); // (B, T, d)
    const history = tf.add(historyTokens(parameters, shape, batch, items, dropout), historySegment); // (B, L, d)
    const sequence = tf.concat([turns, history], 1); // (B, T + L, d)
    const mask = tf.concat([batch.turnMask, batch.historyMask], 1); // (B, T + L)
    const x = encoderBlock(sequence, mask, shape.heads, parameters, 'joint-encoder', dropout); // (B, T + L, d)
    const z = layerNorm(x, parameters, 'fusion/norm'); // (B, T + L, d)
    return scoreItems(pool(z, mask, parameters), items, parameters, catalogue); // (B, N)
  },
};
