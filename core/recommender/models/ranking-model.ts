import type * as tf from '@tensorflow/tfjs-core';

import type { LearnedVariant } from '../recommender-data.ts';
import type { Dropout, ParameterSpec, Parameters } from './layers.ts';

/** Learned vectors of single items (N, d), of the models that have them. */
export const ITEM_TABLES = ['item/id', 'sequence/id'];
/** Learned vectors of single words (1 + V, d), that of silence first. */
export const WORD_TABLE = 'word/id';

/** Sizes that a model's parameters depend on. */
export interface ModelShape {
  /** D: width of the frozen text embeddings. */
  readonly textDimension: number;
  /** d: width of the model. */
  readonly dimension: number;
  readonly heads: number;
  /** N */
  readonly items: number;
  /** T at most: turns, or words. */
  readonly maxTurns: number;
  /** Words with a learned vector of their own, and one for silence, where the dialog is read word by word; 0: turn by turn. */
  readonly words: number;
  readonly maxHistory: number;
}

/** One padded batch. Position 0 of turns and of history is the latest, so that recency has the same place always. */
export interface BatchTensors {
  /** Frozen embeddings of turns, or of words (B, T, D). */
  readonly turns: tf.Tensor3D;
  /** Ids of the words from 1, 0 for none (B, T), int32, where the places are words. */
  readonly tokens: tf.Tensor2D | null;
  /** 1 where the user speaks (B, T). */
  readonly userSpeaks: tf.Tensor2D;
  readonly turnMask: tf.Tensor2D;
  /** Catalogue rows (B, L), int32. */
  readonly history: tf.Tensor2D;
  readonly historyMask: tf.Tensor2D;
  /** Age buckets (B, L), int32: 0 where the time is not known. */
  readonly historyAge: tf.Tensor2D;
}

/** Padded training sequences, latest first; the item after each place is what is to be predicted there. */
export interface SequenceTensors {
  /** Catalogue rows (S, L), int32. */
  readonly history: tf.Tensor2D;
  readonly historyMask: tf.Tensor2D;
  /** Places (of S x L, row-major) of the M predictions, int32. */
  readonly places: tf.Tensor1D;
  /** Catalogue rows (M), int32. */
  readonly next: tf.Tensor1D;
}

export interface CatalogueTensors {
  /** Frozen embeddings (N, D). */
  readonly text: tf.Tensor2D;
  /** log(1 + training-period reviews) (N). */
  readonly logPopularity: tf.Tensor1D;
}

/** What a model is trained on: (X, H) -> target examples, or users' sequences, each item from those before it. */
export type Lessons = 'examples' | 'sequences';

/** All that the trainer and the evaluation know of a variant. */
export interface RankingModel {
  readonly variant: LearnedVariant;
  readonly learnsFrom: readonly Lessons[];
  /** Raised where equal settings give another model than before: trainings of earlier ones are made anew. From 1. */
  readonly revision: number;
  parameters(shape: ModelShape, textProjection: Float32Array, seed: number): ParameterSpec[];
  /** Scores of all items, (B, N). */
  logits(
    parameters: Parameters,
    shape: ModelShape,
    batch: BatchTensors,
    catalogue: CatalogueTensors,
    dropout: Dropout,
  ): tf.Tensor2D;
  /** The share of attention that each place of the history gets, (B, L), latest first, where the model attends to it. */
  attended?(parameters: Parameters, shape: ModelShape, batch: BatchTensors, catalogue: CatalogueTensors): tf.Tensor2D;
  /** Scores of all items at each place of training sequences, (M, N), where the model learns from sequences. */
  sequenceLogits?(
    parameters: Parameters,
    shape: ModelShape,
    sequences: SequenceTensors,
    catalogue: CatalogueTensors,
    dropout: Dropout,
  ): tf.Tensor2D;
}
