import type { Variant } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import { predictionFromRow } from '../core/recommender/prediction-rows.ts';
import { summariseMetrics } from '../core/recommender/summarise-metrics.ts';
import type { EvaluatedVariant, RecommenderMetrics } from '../core/recommender/summarise-metrics.ts';
import { TrainingRecordSchema } from '../core/recommender/training-record.ts';
import { deriveSeed } from '../core/random.ts';
import type { RunFolder } from './run-folder.ts';
import { contentsOf, trainingFingerprint } from './training-fingerprint.ts';

/** Metrics over all variants and seeds of the run's configuration, from the stored predictions. */
export async function evaluateRun(folder: RunFolder): Promise<RecommenderMetrics> {
  const config = await folder.config();
  const evaluated: EvaluatedVariant[] = [];
  const byBackend = new Map<string, string>();
  for (const seed of config.recommender.seeds) {
    for (const variant of config.recommender.variants) {
      const root = folder.keys.recommender(variant, seed);
      const { bestEpoch, backend, fingerprint } = await folder.readJson(`${root}/training.json`, TrainingRecordSchema);
      const contents = byBackend.get(backend) ?? (await contentsOf(folder, config.recommender, backend));
      byBackend.set(backend, contents);
      if (fingerprint !== trainingFingerprint(contents, variant)) throw stale(folder, variant, seed);
      const predictions = (await folder.readTable(`${root}/predictions.parquet`)).map(predictionFromRow);
      evaluated.push({ variant, seed, bestEpoch, predictions });
    }
  }
  return summariseMetrics(evaluated, evaluationSeedOf(config.seed));
}

/** One for the whole run: ties, negatives and bootstrap are the same for every variant. */
export const evaluationSeedOf = (runSeed: number): number => deriveSeed(runSeed, 'evaluation');

const stale = ({ ref: { run }, keys }: RunFolder, variant: Variant, seed: number): PipelineError =>
  new PipelineError(
    'artefact_invalid',
    `${variant}, seed ${seed}, was trained on other dialogs, by other settings or by another version: train it again ("convrecstudio train ${run}")`,
    { subject: keys.recommender(variant, seed) },
  );
