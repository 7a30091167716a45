import * as tf from '@tensorflow/tfjs-core';

import type { Variant } from '../config/run-config.ts';
import type { CheckpointStore, EpochReport } from './checkpoint.ts';
import type { ParameterSpec, Parameters } from './models/layers.ts';
import type { Breathe } from './recommender-data.ts';
import { diverged, trainingFault } from './training-faults.ts';
import { type Progress, resumeProgress, saveProgress } from './training-progress.ts';

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

/** One step, as it was made. */
export interface StepReport {
  /** From 1, over all epochs. */
  readonly step: number;
  /** At most: validation may end training sooner. */
  readonly steps: number;
  readonly epoch: number;
  readonly mostEpochs: number;
  /** Mean loss of the batch, nats. */
  readonly loss: number;
  /** Those that are done. */
  readonly epochs: readonly EpochReport[];
}

export interface TrainerHooks {
  readonly checkpoint: CheckpointStore;
  /** Asked after each step: whether to save now, not only when the epoch ends. */
  readonly isCheckpointDue?: (() => boolean) | undefined;
  readonly breathe: Breathe;
  readonly onStep?: ((report: StepReport) => void) | undefined;
  readonly onEpoch?: ((report: EpochReport) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Trained {
  /** Values of the best epoch, in the order of the parameters. */
  readonly values: Float32Array;
  readonly epochs: readonly EpochReport[];
  readonly bestEpoch: number;
  /** The step that a checkpoint brought training back to; 0: started afresh. */
  readonly resumedAfterStep: number;
}

/**
 * Trains until the last epoch or until validation no longer improves. A checkpoint is saved after every epoch, before
 * `onEpoch` hears of it, whenever one is due, and when training is told to stop; resumed from one, it goes on exactly as
 * it would have. Throws `training_diverged` and `out_of_memory`, and the signal's reason.
 */
export async function train<Batch>(
  task: TrainingTask<Batch>,
  settings: TrainerSettings,
  hooks: TrainerHooks,
): Promise<Trained> {
  const progress = await resumeProgress(task.parameters, settings, hooks.checkpoint);
  const resumedAfterStep = progress.state.step;
  try {
    while (!progress.finished) {
      const epoch = progress.epochs.length + 1;
      const loss = await runEpoch(task, epoch, progress, settings, hooks);
      const report = { epoch, loss, validationNdcgAt10: await validated(task, progress, settings) };
      await settle(progress, report, settings);
      await saveProgress(progress, task.parameters, settings, hooks.checkpoint);
      await hooks.onEpoch?.(report);
    }
    return { values: progress.best, epochs: progress.epochs, bestEpoch: progress.bestEpoch, resumedAfterStep };
  } catch (error) {
    throw trainingFault(error, { ...settings, step: progress.state.step });
  } finally {
    progress.state.dispose();
  }
}

/** From the epoch's first batch that is not done yet; gives the mean loss of its examples. */
async function runEpoch<Batch>(
  task: TrainingTask<Batch>,
  epoch: number,
  progress: Progress,
  settings: TrainerSettings,
  hooks: TrainerHooks,
): Promise<number> {
  const { state } = progress;
  const batches = task.batches(epoch);
  const save = () => saveProgress(progress, task.parameters, settings, hooks.checkpoint);
  const stopWhereTold = async (): Promise<void> => {
    if (hooks.signal?.aborted !== true) return;
    // Told to stop, not killed: not even the steps since the last checkpoint are lost.
    if (state.step > progress.savedAtStep) await save();
    hooks.signal.throwIfAborted();
  };
  await stopWhereTold();
  for (const batch of batches.slice(progress.within.batches)) {
    const { step } = state;
    const loss = await state.update((parameters) => task.loss(parameters, batch, step));
    if (!Number.isFinite(loss)) {
      throw diverged(`the loss is ${loss}`, { ...settings, step: step + 1 }, settings.learningRate);
    }
    const { within } = progress;
    progress.within = {
      batches: within.batches + 1,
      examples: within.examples + task.size(batch),
      lossSum: within.lossSum + loss * task.size(batch),
    };
    hooks.onStep?.({
      step: step + 1,
      steps: settings.epochs * batches.length,
      epoch,
      mostEpochs: settings.epochs,
      loss,
      epochs: [...progress.epochs],
    });
    await hooks.breathe();
    if (hooks.isCheckpointDue?.() === true) await save();
    await stopWhereTold();
  }
  const { examples, lossSum } = progress.within;
  return examples === 0 ? 0 : lossSum / examples;
}

async function validated<Batch>(
  task: TrainingTask<Batch>,
  { state }: Progress,
  settings: TrainerSettings,
): Promise<number | null> {
  // The last step's own loss was finite, but what it led to may not be: no score could be ranked.
  if (!(await state.isFinite())) {
    throw diverged('the weights are no numbers any more', { ...settings, step: state.step }, settings.learningRate);
  }
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
  progress.within = { batches: 0, examples: 0, lossSum: 0 };
  if (score === null || score > best) {
    progress.best = await progress.state.values();
    progress.bestEpoch = report.epoch;
  }
  progress.finished = report.epoch >= settings.epochs || report.epoch - progress.bestEpoch >= PATIENCE;
}
