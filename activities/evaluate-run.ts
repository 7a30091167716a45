import { predictionFromRow } from '../core/recommender/prediction-rows.ts';
import { summariseMetrics } from '../core/recommender/summarise-metrics.ts';
import type { EvaluatedVariant, RecommenderMetrics } from '../core/recommender/summarise-metrics.ts';
import { TrainingRecordSchema } from '../core/recommender/training-record.ts';
import { deriveSeed } from '../core/random.ts';
import type { RunFolder } from './run-folder.ts';

/** Metrics over all variants and seeds of the run's configuration, from the stored predictions. */
export async function evaluateRun(folder: RunFolder): Promise<RecommenderMetrics> {
  const config = await folder.config();
  const evaluated: EvaluatedVariant[] = [];
  for (const seed of config.recommender.seeds) {
    for (const variant of config.recommender.variants) {
      const root = folder.keys.recommender(variant, seed);
      const { bestEpoch } = await folder.readJson(`${root}/training.json`, TrainingRecordSchema);
      const predictions = (await folder.readTable(`${root}/predictions.parquet`)).map(predictionFromRow);
      evaluated.push({ variant, seed, bestEpoch, predictions });
    }
  }
  return summariseMetrics(evaluated, evaluationSeedOf(config.seed));
}

/** One for the whole run: ties, negatives and bootstrap are the same for every variant. */
export const evaluationSeedOf = (runSeed: number): number => deriveSeed(runSeed, 'evaluation');
