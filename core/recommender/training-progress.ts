import type { CheckpointMeta, CheckpointStore, EpochReport } from './checkpoint.ts';
import type { ParameterSpec } from './models/layers.ts';
import type { TrainerSettings } from './trainer.ts';
import { TrainingState, sizeOf } from './training-state.ts';

/** Where a training stands between two steps: all that a checkpoint keeps. */
export interface Progress {
  readonly state: TrainingState;
  best: Float32Array;
  bestEpoch: number;
  epochs: EpochReport[];
  /** How far the epoch under way is. */
  within: CheckpointMeta['within'];
  finished: boolean;
  savedAtStep: number;
}

/** From the last checkpoint, or afresh where there is none of this training. */
export async function resumeProgress(
  specs: readonly ParameterSpec[],
  settings: Pick<TrainerSettings, 'fingerprint' | 'learningRate' | 'weightDecay'>,
  store: CheckpointStore,
): Promise<Progress> {
  const found = await store.load();
  const size = sizeOf(specs);
  // Of other data or settings (a run that was extended): training starts anew and overwrites it.
  if (found === null || found.meta.fingerprint !== settings.fingerprint || found.weights.length !== 4 * size) {
    return {
      state: TrainingState.fresh(specs, settings),
      best: new Float32Array(size),
      bestEpoch: 0,
      epochs: [],
      within: { batches: 0, examples: 0, lossSum: 0 },
      finished: false,
      savedAtStep: 0,
    };
  }
  const { meta, weights } = found;
  return {
    state: TrainingState.restore(specs, settings, weights, meta.step),
    best: weights.slice(3 * size),
    bestEpoch: meta.bestEpoch,
    epochs: [...meta.epochs],
    within: meta.within,
    finished: meta.finished,
    savedAtStep: meta.step,
  };
}

export async function saveProgress(
  progress: Progress,
  specs: readonly ParameterSpec[],
  settings: TrainerSettings,
  store: CheckpointStore,
): Promise<void> {
  const { state, best } = progress;
  const current = await state.toArray();
  const weights = new Float32Array(current.length + best.length);
  weights.set(current);
  weights.set(best, current.length);
  const meta = {
    variant: settings.variant,
    seed: settings.seed,
    fingerprint: settings.fingerprint,
    step: state.step,
    epochs: [...progress.epochs],
    bestEpoch: progress.bestEpoch,
    finished: progress.finished,
    within: progress.within,
    parameters: specs.map(({ name, shape }) => ({ name, shape: [...shape] })),
  };
  await store.save({ meta, weights });
  progress.savedAtStep = state.step;
}
