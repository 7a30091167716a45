import { createHash } from 'node:crypto';

import * as tf from '@tensorflow/tfjs-core';

import type { RunConfig, Variant } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { batchTensors, catalogueTensors, sequenceTensors } from './batch.ts';
import type { CheckpointStore, EpochReport } from './checkpoint.ts';
import { eachBreathing } from './each-breathing.ts';
import { fitGates } from './fit-gates.ts';
import { type ItemView, SOFTMAX_SAMPLE, type SoftmaxSample, sampledView } from './item-sample.ts';
import { ndcgAtK } from './metrics/ndcg-at-k.ts';
import { modelShape } from './model-shape.ts';
import { gatesOf, withGates } from './models/fusion.ts';
import { type Dropout, seededDropout } from './models/layers.ts';
import { crossEntropy } from './models/operations.ts';
import { MODELS, isFitted, revisionOf } from './models/models.ts';
import type { CatalogueTensors, RankingModel } from './models/ranking-model.ts';
import { rankItems } from './ranking.ts';
import type { Breathe, LearnedVariant, RankingExample, RecommenderData, UserSequence } from './recommender-data.ts';
import { EXAMPLES_PER_BATCH, scoreExamples } from './score-examples.ts';
import { evidenceBytes, fusionEvidence } from './score-variant.ts';
import { shuffleHistories } from './shuffle-histories.ts';
import { type StepReport, type Trained, type TrainingTask, train } from './trainer.ts';

const WEIGHT_DECAY = 0.01;
/** Validation dialogs whose scores are held at once: whole batches of them. */
const VALIDATED_AT_ONCE = 4 * EXAMPLES_PER_BATCH;
/** Of what gates are fitted on; below, as many dialogs as tell anything. */
const EVIDENCE_BYTES = 512 * 2 ** 20;
const FEWEST_LESSONS = 64;

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
  /** Part of the checkpoint's name: no training goes on on another. */
  readonly backend?: string;
  /** Of large catalogues; `SOFTMAX_SAMPLE` without it. */
  readonly softmax?: SoftmaxSample;
}

/** A variant ready to score. `values`: all parameters of the best epoch; empty for what is counted, not learned. */
export interface TrainedVariant extends Trained {
  readonly variant: Variant;
  readonly seed: number;
}

/**
 * Trains one variant by softmax over all items, of large catalogues over a sample (item-sample.ts); what is counted has nothing
 * to learn and is given back at once. Throws `no_eligible_targets` where there is nothing to train on. The TensorFlow.js backend is the caller's choice.
 */
export async function trainVariant(input: TrainVariantInput): Promise<TrainedVariant> {
  const { variant, seed } = input;
  if (isFitted(variant)) {
    return { variant, seed, values: new Float32Array(0), epochs: [], bestEpoch: 0, resumedAfterStep: 0 };
  }
  const settings = settingsOf(variant, input.settings);
  const data = dataOf(variant, input.data, seed);
  if (settings.dimension % settings.heads !== 0) {
    throw new PipelineError(
      'bad_configuration',
      `recommender.heads (${settings.heads}) must divide recommender.dimension (${settings.dimension}).`,
      { subject: 'recommender.heads' },
    );
  }
  if (lessons(MODELS[variant], data, settings.batchSize, seed).length === 0) {
    throw new PipelineError(
      'no_eligible_targets',
      'No dialog or review sequence of the training period to learn from.',
    );
  }
  const catalogue = catalogueTensors(data.catalogue, data.textDimension);
  try {
    const task = trainingTask(variant, { ...input, settings, data }, catalogue);
    const trained = await train(
      task,
      {
        variant,
        seed,
        epochs: settings.epochs,
        learningRate: settings.learningRate,
        weightDecay: WEIGHT_DECAY,
        fingerprint: trainingFingerprint({ ...input, settings }),
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
    return { variant, seed, ...trained, values: await finish(trained.values, { ...input, settings, data }) };
  } finally {
    tf.dispose([catalogue.text, catalogue.logPopularity]);
  }
}

/** The encoder of histories alone has its own: it sees ten times as many predictions an epoch, and overfits sooner. */
function settingsOf(variant: LearnedVariant, settings: RunConfig['recommender']): RunConfig['recommender'] {
  return variant === 'history-only' ? { ...settings, ...settings.history } : settings;
}

/** What the variant is trained and tested on: the control sees other users' histories. */
export function dataOf(variant: Variant, data: RecommenderData, seed: number): RecommenderData {
  if (variant !== 'cross-attention-shuffled-history') return data;
  const shuffled = (examples: readonly RankingExample[]): RankingExample[] =>
    shuffleHistories(examples, deriveSeed(seed, 'control'));
  const { train, validation, test } = data;
  return { ...data, train: shuffled(train), validation: shuffled(validation), test: shuffled(test) };
}

/** What is fitted once the towers stand: the gates of `fusion`, on the validation dialogs, or as many of them as memory allows. */
async function finish(values: Float32Array, input: TrainVariantInput): Promise<Float32Array> {
  const { variant, seed, settings, data, breathe, signal } = input;
  if (variant !== 'fusion') return values;
  const most = Math.max(FEWEST_LESSONS, Math.floor(EVIDENCE_BYTES / evidenceBytes(data)));
  const examples = createRandom(deriveSeed(seed, 'gate-lessons')).shuffle(data.validation).slice(0, most);
  const evidence = await fusionEvidence({ variant, values, settings, data, examples, breathe, signal });
  const lessons = examples.flatMap(({ seen, target }, row) => {
    const own = evidence[row];
    return own === undefined ? [] : [{ ...own, seen, target }];
  });
  return withGates(
    values,
    await fitGates(lessons, gatesOf({ values }), deriveSeed(seed, 'gates'), { breathe, signal }),
  );
}

/** What one step learns from; either may be empty. */
interface Lesson {
  readonly examples: readonly RankingExample[];
  readonly sequences: readonly UserSequence[];
}

function trainingTask(
  variant: LearnedVariant,
  { seed, settings, data, breathe, signal, softmax = SOFTMAX_SAMPLE }: TrainVariantInput,
  catalogue: CatalogueTensors,
): TrainingTask<Lesson> {
  const model = MODELS[variant];
  const shape = modelShape(data, settings);
  return {
    parameters: model.parameters(shape, data.textProjection, deriveSeed(seed, 'parameters')),
    batches: (epoch) => lessons(model, data, settings.batchSize, deriveSeed(seed, 'epoch', epoch)),
    size: ({ examples, sequences }) => examples.length + sequences.length,
    loss(parameters, lesson, step) {
      const dropout = seededDropout(settings.dropout, deriveSeed(seed, 'step', step));
      const all: ItemView = { parameters, shape, catalogue, ...lesson, standsFor: null };
      const isSampled = shape.items > softmax.above;
      const view = isSampled ? sampledView(all, softmax.others, deriveSeed(seed, 'items', step)) : all;
      return lossOf(model, view, { data, maxHistory: settings.maxHistory, dropout });
    },
    async validate(parameters) {
      if (data.validation.length === 0) return null;
      let gained = 0;
      for (let start = 0; start < data.validation.length; start += VALIDATED_AT_ONCE) {
        const examples = data.validation.slice(start, start + VALIDATED_AT_ONCE);
        const scores = await scoreExamples({ model, parameters, shape, catalogue, data, examples, breathe, signal });
        const gain = (example: RankingExample, row: number): number =>
          ndcgAtK(rankItems(scores[row] ?? new Float32Array(0), example, deriveSeed(seed, 'validation-ties')).rank, 10);
        for (const one of await eachBreathing(examples, gain, { breathe, signal })) gained += one;
      }
      return gained / data.validation.length;
    },
  };
}

/** Mean -log softmax of the targets among the items in view, of dialogs and of sequences. */
export function lossOf(
  model: RankingModel,
  { parameters, shape, catalogue, examples, sequences, standsFor }: ItemView,
  { data, maxHistory, dropout }: { data: RecommenderData; maxHistory: number; dropout: Dropout },
): tf.Scalar {
  const among = (logits: tf.Tensor2D): tf.Tensor2D => (standsFor === null ? logits : tf.add(logits, standsFor));
  const losses: tf.Scalar[] = [];
  if (examples.length > 0) {
    const logits = model.logits(parameters, shape, batchTensors(examples, data), catalogue, dropout); // (B, N)
    const targets = examples.map((example) => example.target);
    losses.push(crossEntropy(among(logits), tf.tensor1d(targets, 'int32')));
  }
  if (sequences.length > 0 && model.sequenceLogits !== undefined) {
    const batch = sequenceTensors(sequences, maxHistory);
    const logits = model.sequenceLogits(parameters, shape, batch, catalogue, dropout); // (M, N)
    losses.push(crossEntropy(among(logits), batch.next));
  }
  return tf.addN(losses);
}

/** One epoch: all that the model learns from, in seeded order. Of two kinds, the shorter one begins again. */
function lessons(
  { learnsFrom }: RankingModel,
  { train, sequences }: RecommenderData,
  batchSize: number,
  seed: number,
): Lesson[] {
  const examples = learnsFrom.includes('examples') ? shuffledBatches(train, batchSize, seed) : [];
  const learnable = sequences.filter(({ items }) => items.length > 1);
  const others = learnsFrom.includes('sequences')
    ? shuffledBatches(learnable, batchSize, deriveSeed(seed, 'sequences'))
    : [];
  return Array.from({ length: Math.max(examples.length, others.length) }, (_, step) => ({
    examples: examples.length === 0 ? [] : (examples[step % examples.length] ?? []),
    sequences: others.length === 0 ? [] : (others[step % others.length] ?? []),
  }));
}

function shuffledBatches<T>(examples: readonly T[], batchSize: number, seed: number): T[][] {
  const shuffled = createRandom(seed).shuffle(examples);
  const batches: T[][] = [];
  for (let start = 0; start < shuffled.length; start += batchSize)
    batches.push(shuffled.slice(start, start + batchSize));
  return batches;
}

function trainingFingerprint(input: TrainVariantInput): string {
  const { variant, seed, settings, data, backend = '', softmax = SOFTMAX_SAMPLE } = input;
  const { epochs, batchSize, learningRate, dropout, dimension, heads, maxHistory, maxTurns } = settings;
  const parts = [variant, seed, epochs, batchSize, learningRate, dropout, dimension, heads, maxHistory, maxTurns];
  const sampled = data.catalogue.itemIds.length > softmax.above ? [softmax.others] : [];
  return createHash('sha256')
    .update(JSON.stringify([...parts, WEIGHT_DECAY, data.fingerprint, ...revisionMark(variant), ...sampled, backend]))
    .digest('hex');
}

/** Tells a model from its earlier revisions; nothing for the first. */
export function revisionMark(variant: Variant): readonly number[] {
  const revision = revisionOf(variant);
  return revision === 1 ? [] : [revision];
}
