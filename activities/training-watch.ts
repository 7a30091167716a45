import type { StepReport } from '../core/recommender/trainer.ts';
import type { TrainingView } from '../core/recommender/training-view.ts';

/** A kill costs at most this much of a long epoch. */
const CHECKPOINT_EVERY_MS = 20_000;

export interface TrainingWatch {
  onStep(report: StepReport): void;
  onEpoch(): void;
  /** True once in a while: the trainer saves then. */
  isCheckpointDue(): boolean;
}

/** Watches one training by the clock: what heartbeats say of it, and when the next checkpoint is due. */
export function watchTraining(
  about: Pick<TrainingView, 'variant' | 'seed'>,
  tell: (view: TrainingView) => void,
  now: () => number = Date.now,
): TrainingWatch {
  const startedAt = now();
  let savedAt = startedAt;
  let stepsHere = 0;
  return {
    onStep({ step, steps, epoch, mostEpochs, loss, epochs }) {
      stepsHere += 1;
      tell({
        ...about,
        epoch,
        epochs: mostEpochs,
        step,
        steps,
        loss,
        secondsLeft: Math.round((((now() - startedAt) / stepsHere) * (steps - step)) / 1000),
        losses: epochs.map((report) => report.loss),
        validation: epochs.map(({ validationNdcgAt10 }) => validationNdcgAt10),
      });
    },
    onEpoch() {
      savedAt = now();
    },
    isCheckpointDue() {
      if (now() - savedAt < CHECKPOINT_EVERY_MS) return false;
      savedAt = now();
      return true;
    },
  };
}
