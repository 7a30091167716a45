/**
 * The history alone, as SASRec encodes it (Kang & McAuley, 2018): causal self-attention over a user's items, the next one
 * predicted at every place. Two pre-norm blocks; item vectors are learned ids plus projected text.
 */
import * as tf from '@tensorflow/tfjs-core';

import {
  type Dropout,
  type ParameterSpec,
  type Parameters,
  gatherRows,
  layerNorm,
  layerNormSpecs,
  normalSpec,
  parameter,
  project,
} from './layers.ts';
import type { CatalogueTensors, ModelShape, SequenceTensors } from './ranking-model.ts';
import { encoderBlock, encoderBlockSpecs } from './towers.ts';

const BLOCKS = ['sequence-encoder-1', 'sequence-encoder-2'] as const;

export function historyEncoderSpecs(shape: ModelShape, textProjection: Float32Array, seed: number): ParameterSpec[] {
  const { dimension, textDimension, items, maxHistory } = shape;
  return [
    {
      name: 'sequence/text',
      shape: [textDimension, dimension],
      initial: Float32Array.from(textProjection, (weight) => TEXT_START * weight),
      decays: true,
    },
    normalSpec('sequence/id', [items, dimension], 1 / Math.sqrt(dimension), seed),
    normalSpec('sequence/position', [maxHistory, dimension], 0.02, seed),
    ...BLOCKS.flatMap((name) => encoderBlockSpecs(name, dimension, seed)),
    ...layerNormSpecs('sequence/norm', dimension),
    { name: 'sequence/popularity', shape: [], initial: Float32Array.of(0.5), decays: false },
  ];
}

const TEXT_START = 0.5;

type Past = Pick<SequenceTensors, 'history' | 'historyMask'>;

/** Every place's state (B, L, d), latest first: what is expected after the items up to it. */
export function encodeHistory(
  { history, historyMask }: Past,
  items: tf.Tensor2D,
  parameters: Parameters,
  shape: ModelShape,
  dropout: Dropout,
): tf.Tensor {
  const [batch, length] = history.shape;
  const lengths = tf.sum(historyMask, 1, true); // (B, 1)
  // Counted from the sequence's start, so that a prefix in training looks as a history of its length does.
  const place = tf.maximum(tf.sub(tf.sub(lengths, 1), tf.range(0, length)), 0); // (B, L)
  const position = gatherRows(parameter(parameters, 'sequence/position') as tf.Tensor2D, place); // (B, L, d)
  const item = tf.mul(gatherRows(items, history), Math.sqrt(shape.dimension)); // (B, L, d)
  let states = dropout(tf.add(item, position), 'sequence');
  for (const name of BLOCKS) {
    states = encoderBlock(states, historyMask, shape.heads, parameters, name, dropout, true);
  }
  const normal = layerNorm(states, parameters, 'sequence/norm');
  return tf.mul(normal, tf.reshape(historyMask, [batch, length, 1]));
}

/** Item vectors (N, d). */
export function sequenceItems(parameters: Parameters, catalogue: CatalogueTensors): tf.Tensor2D {
  return tf.add<tf.Tensor2D>(
    project(catalogue.text, parameter(parameters, 'sequence/text')),
    parameter(parameters, 'sequence/id'),
  );
}

/** Scores of all items (M, N) from states (M, d): their product, and the log-popularity prior. */
export function scoreStates(
  states: tf.Tensor2D,
  items: tf.Tensor2D,
  parameters: Parameters,
  catalogue: CatalogueTensors,
): tf.Tensor2D {
  const prior = tf.mul(catalogue.logPopularity, parameter(parameters, 'sequence/popularity'));
  return tf.add<tf.Tensor2D>(tf.matMul(states, items, false, true), prior);
}

/** What comes after the whole of each history, (B, N). An empty one leaves the popularity prior alone. */
export function scoreHistories(
  past: Past,
  parameters: Parameters,
  shape: ModelShape,
  catalogue: CatalogueTensors,
  dropout: Dropout,
): tf.Tensor2D {
  const items = sequenceItems(parameters, catalogue); // (N, d)
  const states = encodeHistory(past, items, parameters, shape, dropout); // (B, L, d)
  const [batch = 0, , width = 0] = states.shape;
  const latest = tf.reshape<tf.Rank.R2>(tf.slice(states, [0, 0, 0], [batch, 1, width]), [batch, width]); // (B, d)
  return scoreStates(latest, items, parameters, catalogue);
}

/** What comes next at each of the places, (M, N). */
export function scoreSequences(
  sequences: SequenceTensors,
  parameters: Parameters,
  shape: ModelShape,
  catalogue: CatalogueTensors,
  dropout: Dropout,
): tf.Tensor2D {
  const items = sequenceItems(parameters, catalogue); // (N, d)
  const states = encodeHistory(sequences, items, parameters, shape, dropout); // (S, L, d)
  const [rows = 0, length = 0, width = 0] = states.shape;
  const flat = tf.reshape<tf.Rank.R2>(states, [rows * length, width]);
  const chosen = tf.reshape<tf.Rank.R2>(gatherRows(flat, sequences.places), [-1, width]); // (M, d)
  return scoreStates(chosen, items, parameters, catalogue);
}
