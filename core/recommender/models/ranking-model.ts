import type * as tf from '@tensorflow/tfjs-core';

import type { LearnedVariant } from '../recommender-data.ts';
import type { Dropout, ParameterSpec, Parameters } from './layers.ts';

/** Sizes that a model's parameters depend on. */
export interface ModelShape {
  /** D: width of the frozen text embeddings. */
  readonly textDimension: number;
  /** d: width of the model. */
  readonly dimension: number;
  readonly heads: number;
  /** N */
  readonly items: number;
  readonly maxTurns: number;
  readonly maxHistory: number;
}

/** One padded batch. Position 0 of turns and of history is the latest, so that recency has the same place always. */
export interface BatchTensors {
  /** Frozen embeddings (B, T, D). */
  readonly turns: tf.Tensor3D;
  /** 1 where the user speaks (B, T). */
  readonly userSpeaks: tf.Tensor2D;
  readonly turnMask: tf.Tensor2D;
  /** Catalogue rows (B, L), int32. */
  readonly history: tf.Tensor2D;
  readonly historyMask: tf.Tensor2D;
}

export interface CatalogueTensors {
  /** Frozen embeddings (N, D). */
  readonly text: tf.Tensor2D;
  /** log(1 + training-period reviews) (N). */
  readonly logPopularity: tf.Tensor1D;
}

/** All that the trainer and the evaluation know of a variant. */
export interface RankingModel {
  readonly variant: LearnedVariant;
  parameters(shape: ModelShape, textProjection: Float32Array, seed: number): ParameterSpec[];
  /** Scores of all items, (B, N). */
  logits(
    parameters: Parameters,
    shape: ModelShape,
    batch: BatchTensors,
    catalogue: CatalogueTensors,
    dropout: Dropout,
  ): tf.Tensor2D;
}
