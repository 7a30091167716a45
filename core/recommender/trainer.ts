import * as tf from '@tensorflow/tfjs-core';

import type { CheckpointStore, EpochReport } from './checkpoint.ts';
import type { ParameterSpec, Parameters } from './models/layers.ts';
import type { Breathe } from './recommender-data.ts';
import { TrainingState, sizeOf } from './training-state.ts';
import type { Variant } from '../config/run-config.ts';

/** Epochs without a better validation score after which training ends. */
const PATIENCE = 5;

/** What is trained: the trainer knows nothing of models, dialogs or items. */
export interface TrainingTask<Batch> {
  readonly parameters: readonly ParameterSpec[];
  /** The batches of one epoch (from 1), always the same for the same epoch. */
  batches(epoch: number): readonly Batch[];
  size(batch: Batch): number;
  /** Mean loss of one batch; `step` (from 0) seeds what is random in it. Runs inside tf.tidy. */
  loss(parameters: Parameters, batch: Batch, step: number): tf.Scalar;
  /** Higher is better; null: nothing to validate on, and the last epoch is kept. */
  validate(parameters: Parameters): Promise<number | null>;
}

export interface TrainerSettings {
  readonly variant: Variant;
  readonly seed: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly fingerprint: string;
}

export interface TrainerHooks {
  readonly checkpoint: CheckpointStore;
  readonly breathe: Breathe;
  readonly onEpoch?: ((report: EpochReport) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Trained {
  /** Values of the best epoch, in the order of the parameters. */
  readonly values: Float32Array;
  readonly epochs: readonly EpochReport[];
  readonly bestEpoch: number;
  /** The epoch that a checkpoint brought training back to; 0: started afresh. */
  readonly resumedAfterEpoch: number;
}

interface Progress {
  state: TrainingState;
  best: Float32Array;
  bestEpoch: number;
  epochs: EpochReport[];
  finished: boolean;
}

/**
 * Trains until the last epoch or until validation no longer improves. A checkpoint is saved after every epoch, before
 * `onEpoch` hears of it; resumed from one, training goes on exactly as it would have.
 */
export async function train<Batch>(
  task: TrainingTask<Batch>,
  settings: TrainerSettings,
  hooks: TrainerHooks,
): Promise<Trained> {
  const progress = await resume(task.parameters, settings, hooks.checkpoint);
  const resumedAfterEpoch = progress.epochs.length;
  try {
    while (!progress.finished) {
      const epoch = progress.epochs.length + 1;
      const loss = await runEpoch(task, epoch, progress.state, settings, hooks);
      const report = { epoch, loss, validationNdcgAt10: await validated(task, progress.state) };
      await settle(progress, report, settings);
      await save(progress, task.parameters, settings, hooks.checkpoint);
      await hooks.onEpoch?.(report);
    }
    return { values: progress.best, epochs: progress.epochs, bestEpoch: progress.bestEpoch, resumedAfterEpoch };
  } finally {
    progress.state.dispose();
  }
}

async function resume(
  specs: readonly ParameterSpec[],
  settings: TrainerSettings,
  store: CheckpointStore,
): Promise<Progress> {
  const found = await store.load();
  const size = sizeOf(specs);
  // Of other data or settings (a run that was extended): training starts anew and overwrites it.
  if (found === null || found.meta.fingerprint !== settings.fingerprint || found.weights.length !== 4 * size) {
    const state = TrainingState.fresh(specs);
    return { state, best: new Float32Array(size), bestEpoch: 0, epochs: [], finished: false };
  }
  return {
    state: TrainingState.restore(specs, found.weights, found.meta.step),
    best: found.weights.slice(3 * size),
    bestEpoch: found.meta.bestEpoch,
    epochs: [...found.meta.epochs],
    finished: found.meta.finished,
  };
}

async function runEpoch<Batch>(
  task: TrainingTask<Batch>,
  epoch: number,
  state: TrainingState,
  settings: TrainerSettings,
  hooks: TrainerHooks,
): Promise<number> {
  let total = 0;
  let count = 0;
  for (const batch of task.batches(epoch)) {
    hooks.signal?.throwIfAborted();
    const { step } = state;
    const loss = await state.update((parameters) => task.loss(parameters, batch, step), settings);
    if (!Number.isFinite(loss)) throw new RangeError(`loss is ${loss} in epoch ${epoch}: lower the learning rate`);
    total += loss * task.size(batch);
    count += task.size(batch);
    await hooks.breathe();
  }
  return count === 0 ? 0 : total / count;
}

async function validated<Batch>(task: TrainingTask<Batch>, state: TrainingState): Promise<number | null> {
  const parameters = state.parameters();
  try {
    return await task.validate(parameters);
  } finally {
    tf.dispose(Object.values(parameters));
  }
}

/** Notes the epoch, keeps its weights if they are the best yet, and decides whether to go on. */
async function settle(progress: Progress, report: EpochReport, settings: TrainerSettings): Promise<void> {
  const score = report.validationNdcgAt10;
  const best = progress.epochs[progress.bestEpoch - 1]?.validationNdcgAt10 ?? Number.NEGATIVE_INFINITY;
  progress.epochs.push(report);
  if (score === null || score > best) {
    progress.best = (await progress.state.toArray()).slice(0, progress.best.length);
    progress.bestEpoch = report.epoch;
  }
  progress.finished = report.epoch >= settings.epochs || report.epoch - progress.bestEpoch >= PATIENCE;
}

async function save(
  progress: Progress,
  specs: readonly ParameterSpec[],
  settings: TrainerSettings,
  store: CheckpointStore,
): Promise<void> {
  const current = await progress.state.toArray();
  const weights = new Float32Array(current.length + progress.best.length);
  weights.set(current);
  weights.set(progress.best, current.length);
  const meta = {
    variant: settings.variant,
    seed: settings.seed,
    fingerprint: settings.fingerprint,
    step: progress.state.step,
    epochs: [...progress.epochs],
    bestEpoch: progress.bestEpoch,
    finished: progress.finished,
    parameters: specs.map(({ name, shape }) => ({ name, shape: [...shape] })),
  };
  await store.save({ meta, weights });
}
