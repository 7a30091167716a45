import * as tf from '@tensorflow/tfjs-core';

import type { RunConfig } from '../config/run-config.ts';
import { catalogueTensors } from './batch.ts';
import { FITTED_MODELS, MODELS, isFitted } from './models/models.ts';
import type { PredictionRow } from './predictions.ts';
import { rankCandidates, rankItems } from './ranking.ts';
import type { Breathe, RankingExample, RecommenderData } from './recommender-data.ts';
import { scoreExamples } from './score-examples.ts';
import { type TrainedVariant, dataOf, modelShape } from './train-variant.ts';
import { parameterTensors } from './training-state.ts';

export interface EvaluateVariantInput {
  readonly trained: TrainedVariant;
  readonly settings: RunConfig['recommender'];
  readonly data: RecommenderData;
  /** The run's seed: ties and negatives are the same for every variant and training seed. */
  readonly evaluationSeed: number;
  readonly breathe: Breathe;
  readonly signal?: AbortSignal;
}

/** Ranks the target of every test dialog, in full and among 25 candidates; rows by dialog id. */
export async function evaluateVariant(input: EvaluateVariantInput): Promise<PredictionRow[]> {
  const { data, evaluationSeed } = input;
  const examples = data.test;
  const scores = await scoreTest(input);
  return examples.map((example, row) =>
    predictionRow(scores[row] ?? new Float32Array(0), example, data, evaluationSeed),
  );
}

/** Scores of all items for each test dialog, (N) a row. */
async function scoreTest(input: EvaluateVariantInput): Promise<Float32Array[]> {
  const { trained, settings, breathe, signal } = input;
  const data = dataOf(trained.variant, input.data, trained.seed);
  const examples = data.test;
  if (isFitted(trained.variant)) return examples.map(FITTED_MODELS[trained.variant].fit(data));
  const model = MODELS[trained.variant];
  const shape = modelShape(data, settings);
  const specs = model.parameters(shape, data.textProjection, 0);
  const values = tf.tensor1d(trained.values);
  const parameters = parameterTensors(specs, values);
  const catalogue = catalogueTensors(data.catalogue, data.textDimension);
  try {
    return await scoreExamples({ model, parameters, shape, catalogue, data, examples, breathe, signal });
  } finally {
    tf.dispose([...Object.values(parameters), values, catalogue.text, catalogue.logPopularity]);
  }
}

function predictionRow(
  scores: Float32Array,
  example: RankingExample,
  { catalogue }: RecommenderData,
  seed: number,
): PredictionRow {
  const full = rankItems(scores, example, seed);
  const candidates = rankCandidates(scores, example, seed);
  const itemId = (row: number): string => catalogue.itemIds[row] ?? '';
  return {
    dialog_id: example.exampleId,
    target_item_id: itemId(example.target),
    rank_full: full.rank,
    n_items: full.among,
    rank_candidates: candidates.rank,
    n_candidates: candidates.among,
    top10: full.top.map(itemId),
  };
}
