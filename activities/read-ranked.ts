import type { RunRef } from '../core/config/run-ref.ts';
import type { Ranked } from '../core/experiments/fusion/fusion-input.ts';
import { predictionFromRow } from '../core/recommender/prediction-rows.ts';
import { type TrainingJob, trainingRoot } from '../core/recommender/training-job.ts';
import type { RunFolder } from './run-folder.ts';

/** What trainings of this run ranked: its own test dialogs, or those of the run `on`. */
export async function readRanked(folder: RunFolder, jobs: readonly TrainingJob[], on?: RunRef): Promise<Ranked[]> {
  const ranked: Ranked[] = [];
  for (const job of jobs) {
    const { variant, seed, share = 1 } = job;
    const own = `${trainingRoot(folder.keys, job)}/predictions.parquet`;
    const rows = await folder.readTable(on === undefined ? own : folder.keys.tested(on.run, variant, seed));
    ranked.push({ variant, seed, share, predictions: rows.map(predictionFromRow) });
  }
  return ranked;
}
