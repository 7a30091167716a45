import { createHash } from 'node:crypto';

import * as tf from '@tensorflow/tfjs-core';

import type { RunConfig, Variant } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { batchTensors, catalogueTensors } from './batch.ts';
import type { CheckpointStore, EpochReport } from './checkpoint.ts';
import { ndcgAtK } from './metrics/ndcg-at-k.ts';
import { seededDropout } from './models/layers.ts';
import { MODELS } from './models/models.ts';
import type { CatalogueTensors, ModelShape } from './models/ranking-model.ts';
import { rankItems } from './ranking.ts';
import type { Breathe, LearnedVariant, RankingExample, RecommenderData } from './recommender-data.ts';
import { scoreExamples } from './score-examples.ts';
import { type StepReport, type Trained, type TrainingTask, train } from './trainer.ts';

const WEIGHT_DECAY = 0.01;

export interface TrainVariantInput {
  readonly variant: Variant;
  readonly seed: number;
  readonly settings: RunConfig['recommender'];
  readonly data: RecommenderData;
  readonly checkpoint: CheckpointStore;
  /** Asked after each step: whether to save now, not only when the epoch ends. */
  readonly isCheckpointDue?: () => boolean;
  readonly breathe: Breathe;
  readonly onStep?: (report: StepReport) => void;
  /** Called after the epoch's checkpoint is saved. */
  readonly onEpoch?: (report: EpochReport) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A variant ready to score. `values`: all parameters of the best epoch; empty for popularity. */
export interface TrainedVariant extends Trained {
  readonly variant: Variant;
  readonly seed: number;
}

/**
 * Trains one variant by full softmax over all items; popularity has nothing to learn and is given back at once.
 * Throws `no_eligible_targets` where there is nothing to train on. The TensorFlow.js backend is the caller's choice.
 */
export async function trainVariant(input: TrainVariantInput): Promise<TrainedVariant> {
  const { variant, seed, settings, data } = input;
  if (variant === 'popularity') {
    return { variant, seed, values: new Float32Array(0), epochs: [], bestEpoch: 0, resumedAfterStep: 0 };
  }
  if (settings.dimension % settings.heads !== 0) {
    throw new PipelineError(
      'bad_configuration',
      `recommender.heads (${settings.heads}) must divide recommender.dimension (${settings.dimension}).`,
      { subject: 'recommender.heads' },
    );
  }
  if (data.train.length === 0) {
    throw new PipelineError(
      'no_eligible_targets',
      'No dialog or review sequence of the training period to learn from.',
    );
  }
  const catalogue = catalogueTensors(data.catalogue, data.textDimension);
  try {
    const task = trainingTask(variant, input, catalogue);
    const trained = await train(
      task,
      {
        variant,
        seed,
        epochs: settings.epochs,
        learningRate: settings.learningRate,
        weightDecay: WEIGHT_DECAY,
        fingerprint: trainingFingerprint(input),
      },
      {
        checkpoint: input.checkpoint,
        isCheckpointDue: input.isCheckpointDue,
        breathe: input.breathe,
        onStep: input.onStep,
        onEpoch: input.onEpoch,
        signal: input.signal,
      },
    );
    return { variant, seed, ...trained };
  } finally {
    tf.dispose([catalogue.text, catalogue.logPopularity]);
  }
}

export function modelShape(data: RecommenderData, settings: RunConfig['recommender']): ModelShape {
  return {
    textDimension: data.textDimension,
    dimension: settings.dimension,
    heads: settings.heads,
    items: data.catalogue.itemIds.length,
    maxTurns: settings.maxTurns,
    maxHistory: settings.maxHistory,
  };
}

function trainingTask(
  variant: LearnedVariant,
  { seed, settings, data, breathe, signal }: TrainVariantInput,
  catalogue: CatalogueTensors,
): TrainingTask<readonly RankingExample[]> {
  const model = MODELS[variant];
  const shape = modelShape(data, settings);
  return {
    parameters: model.parameters(shape, data.textProjection, deriveSeed(seed, 'parameters')),
    batches: (epoch) => shuffledBatches(data.train, settings.batchSize, deriveSeed(seed, 'epoch', epoch)),
    size: (batch) => batch.length,
    loss(parameters, examples, step) {
      const dropout = seededDropout(settings.dropout, deriveSeed(seed, 'step', step));
      const logits = model.logits(parameters, shape, batchTensors(examples, data), catalogue, dropout); // (B, N)
      const wanted = tf.oneHot(
        examples.map((example) => example.target),
        shape.items,
      );
      return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 1)));
    },
    async validate(parameters) {
      if (data.validation.length === 0) return null;
      const scores = await scoreExamples({
        model,
        parameters,
        shape,
        catalogue,
        data,
        examples: data.validation,
        breathe,
        signal,
      });
      const gains = data.validation.map((example, row) => {
        const ranking = rankItems(scores[row] ?? new Float32Array(0), example, deriveSeed(seed, 'validation-ties'));
        return ndcgAtK(ranking.rank, 10);
      });
      return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    },
  };
}

function shuffledBatches<T>(examples: readonly T[], batchSize: number, seed: number): T[][] {
  const shuffled = createRandom(seed).shuffle(examples);
  const batches: T[][] = [];
  for (let start = 0; start < shuffled.length; start += batchSize)
    batches.push(shuffled.slice(start, start + batchSize));
  return batches;
}

function trainingFingerprint({ variant, seed, settings, data }: TrainVariantInput): string {
  const { epochs, batchSize, learningRate, dropout, dimension, heads, maxHistory, maxTurns } = settings;
  const parts = [variant, seed, epochs, batchSize, learningRate, dropout, dimension, heads, maxHistory, maxTurns];
  return createHash('sha256')
    .update(JSON.stringify([...parts, WEIGHT_DECAY, data.fingerprint]))
    .digest('hex');
}
