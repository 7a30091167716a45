import type { RunConfig } from '../config/run-config.ts';
import { eachBreathing } from './each-breathing.ts';
import type { PredictionRow } from './predictions.ts';
import { rankCandidates, rankItems } from './ranking.ts';
import type { Breathe, RankingExample, RecommenderData } from './recommender-data.ts';
import { EXAMPLES_PER_BATCH } from './score-examples.ts';
import { attendedHistory, evidenceBytes, scoreVariant } from './score-variant.ts';
import { type TrainedVariant, dataOf } from './train-variant.ts';

/** Scores that are held at once, of however many test dialogs and items: whole batches of them. */
const SCORES_BYTES = 256 * 2 ** 20;

export interface EvaluateVariantInput {
  readonly trained: Pick<TrainedVariant, 'variant' | 'seed' | 'values'>;
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
  const { variant, values, seed } = input.trained;
  const tested = dataOf(variant, data, seed);
  const { settings, breathe, signal } = input;
  const batches = Math.max(1, Math.floor(SCORES_BYTES / evidenceBytes(data) / EXAMPLES_PER_BATCH));
  const atOnce = batches * EXAMPLES_PER_BATCH;
  const rows: PredictionRow[] = [];
  for (let start = 0; start < tested.test.length; start += atOnce) {
    const examples = tested.test.slice(start, start + atOnce);
    const scoring = { variant, values, settings, data: tested, examples, breathe, signal };
    const scores = await scoreVariant(scoring);
    const attention = await attendedHistory(scoring);
    const rowOf = (example: RankingExample, row: number): PredictionRow =>
      predictionRow(scores[row] ?? new Float32Array(0), attention?.[row] ?? null, example, data, evaluationSeed);
    rows.push(...(await eachBreathing(examples, rowOf, input)));
  }
  return rows;
}

function predictionRow(
  scores: Float32Array,
  attention: Float32Array | null,
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
    target_training_reviews: catalogue.counts[example.target] ?? 0,
    history: example.history.map(itemId),
    attention: attention === null ? null : [...attention],
  };
}
