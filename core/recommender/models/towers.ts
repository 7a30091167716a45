import * as tf from '@tensorflow/tfjs-core';

import {
  type Dropout,
  type ParameterSpec,
  type Parameters,
  attention,
  attentionSpecs,
  feedForward,
  feedForwardSpecs,
  gatherRows,
  layerNorm,
  layerNormSpecs,
  normalSpec,
  parameter,
  project,
} from './layers.ts';
import { AGE_BUCKETS } from '../history-age.ts';
import { WORD_TABLE } from './ranking-model.ts';
import type { BatchTensors, CatalogueTensors, ModelShape } from './ranking-model.ts';

/**
 * What the learned variants share: they differ in the fusion of X and H alone. The same item tower gives targets and
 * history items their vectors, so that what is learned of an item as a target holds for it in a history too.
 */
export function towerSpecs(shape: ModelShape, textProjection: Float32Array, seed: number): ParameterSpec[] {
  const { dimension, textDimension, items, words } = shape;
  const text = (name: string): ParameterSpec => ({
    name,
    shape: [textDimension, dimension],
    initial: Float32Array.from(textProjection),
    decays: false,
  });
  const scalar = (name: string, value: number): ParameterSpec => ({
    name,
    shape: [],
    initial: Float32Array.of(value),
    decays: false,
  });
  return [
    text('item/text'),
    // Zero at first: an item without training examples stays what its text says.
    { name: 'item/id', shape: [items, dimension], initial: new Float32Array(items * dimension), decays: true },
    text('turn/text'),
    // Zero at first: a word without training examples stays what its frozen embedding says.
    ...(words === 0
      ? []
      : [{ name: WORD_TABLE, shape: [words, dimension], initial: new Float32Array(words * dimension), decays: true }]),
    normalSpec('turn/speaker', [2, dimension], 0.02, seed),
    normalSpec('turn/position', [shape.maxTurns, dimension], 0.02, seed),
    { name: 'pool/query', shape: [dimension, 1], initial: new Float32Array(dimension), decays: false },
    ...layerNormSpecs('score/norm', dimension),
    scalar('score/log-scale', 0),
    scalar('score/popularity', 0.5),
  ];
}

/** What the variants that look at the history have besides. */
export function historySpecs(shape: ModelShape, seed: number): ParameterSpec[] {
  return [
    normalSpec('history/position', [shape.maxHistory, shape.dimension], 0.02, seed),
    normalSpec('history/age', [AGE_BUCKETS, shape.dimension], 0.02, seed),
  ];
}

/** Item vectors V (N, d): projected text plus learned id embedding. */
export function itemVectors(parameters: Parameters, catalogue: CatalogueTensors): tf.Tensor2D {
  const text = project(catalogue.text, parameter(parameters, 'item/text'));
  return tf.add<tf.Tensor2D>(text, parameter(parameters, 'item/id'));
}

/** Turns, or words, before any mixing (B, T, d): projected text, a word's own vector, speaker, position. */
export function turnTokens(
  parameters: Parameters,
  shape: ModelShape,
  batch: BatchTensors,
  dropout: Dropout,
): tf.Tensor {
  const length = batch.turns.shape[1];
  const projected = project(batch.turns, parameter(parameters, 'turn/text')); // (B, T, d)
  const text =
    batch.tokens === null
      ? projected
      : tf.add(projected, gatherRows(parameter(parameters, WORD_TABLE) as tf.Tensor2D, batch.tokens));
  const speaker = gatherRows(parameter(parameters, 'turn/speaker') as tf.Tensor2D, batch.userSpeaks); // (B, T, d)
  const position = tf.slice(parameter(parameters, 'turn/position'), [0, 0], [length, shape.dimension]); // (T, d)
  return dropout(tf.mul(tf.add(tf.add(text, speaker), position), Math.sqrt(shape.dimension)), 'turns');
}

/** H (B, L, d): the same item vectors, with their order and how long ago they were. */
export function historyTokens(
  parameters: Parameters,
  shape: ModelShape,
  batch: BatchTensors,
  items: tf.Tensor2D,
  dropout: Dropout,
): tf.Tensor {
  const length = batch.history.shape[1];
  const item = gatherRows(items, batch.history); // (B, L, d)
  const position = tf.slice(parameter(parameters, 'history/position'), [0, 0], [length, shape.dimension]); // (L, d)
  const age = gatherRows(parameter(parameters, 'history/age') as tf.Tensor2D, batch.historyAge); // (B, L, d)
  return dropout(tf.mul(tf.add(tf.add(item, position), age), Math.sqrt(shape.dimension)), 'history');
}

/**
 * One pre-norm transformer block (self-attention, feed-forward) over tokens (B, M, d). `isLatestFirst`: no token sees a
 * later one.
 */
export function encoderBlock(
  tokens: tf.Tensor,
  mask: tf.Tensor,
  heads: number,
  parameters: Parameters,
  name: EncoderName,
  dropout: Dropout,
  isLatestFirst = false,
): tf.Tensor {
  const normal = layerNorm(tokens, parameters, `${name}/attention-norm`);
  const mixed = attention(normal, normal, mask, heads, parameters, `${name}/attention`, isLatestFirst);
  const attended = tf.add(tokens, dropout(mixed, `${name}/attention`));
  const inner = feedForward(layerNorm(attended, parameters, `${name}/forward-norm`), parameters, `${name}/forward`);
  return tf.add(attended, dropout(inner, `${name}/forward`));
}

/** Which sequence the block encodes. */
export type EncoderName =
  | 'dialog-encoder'
  | 'history-encoder'
  | 'joint-encoder'
  | 'sequence-encoder-1'
  | 'sequence-encoder-2';

export function encoderBlockSpecs(name: EncoderName, width: number, seed: number): ParameterSpec[] {
  return [
    ...layerNormSpecs(`${name}/attention-norm`, width),
    ...attentionSpecs(`${name}/attention`, width, seed, { match: 1, output: 0 }),
    ...layerNormSpecs(`${name}/forward-norm`, width),
    ...feedForwardSpecs(`${name}/forward`, width, seed),
  ];
}

/** Attention pooling by one learned query (B, M, d) -> (B, d); a plain mean at first. No token at all: zeros. */
export function pool(tokens: tf.Tensor, mask: tf.Tensor, parameters: Parameters): tf.Tensor2D {
  const scores = tf.squeeze(project(tokens, parameter(parameters, 'pool/query')), [2]); // (B, M)
  const weights = tf.mul(tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), -1e9))), mask); // (B, M)
  return tf.sum<tf.Tensor2D>(tf.mul(tokens, tf.expandDims(weights, 2)), 1);
}

/** Logits (B, N): scaled dot product of the pooled user vector (B, d) with V, plus the log-popularity prior. */
export function scoreItems(
  pooled: tf.Tensor2D,
  items: tf.Tensor2D,
  parameters: Parameters,
  catalogue: CatalogueTensors,
): tf.Tensor2D {
  const user = layerNorm(pooled, parameters, 'score/norm') as tf.Tensor2D;
  const match = tf.mul(tf.matMul(user, items, false, true), tf.exp(parameter(parameters, 'score/log-scale')));
  const prior = tf.mul(catalogue.logPopularity, parameter(parameters, 'score/popularity'));
  return tf.add<tf.Tensor2D>(match, prior);
}
