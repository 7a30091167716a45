import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { TableRow } from '../storage/table-codec.ts';
import type { PredictionRow } from './predictions.ts';

const PredictionRowSchema = z.object({
  dialog_id: z.string(),
  target_item_id: z.string(),
  rank_full: z.int().min(1),
  n_items: z.int().min(1),
  rank_candidates: z.int().min(1),
  n_candidates: z.int().min(1),
  top10: z.array(z.string()),
  target_training_reviews: z.int().min(0),
  history: z.array(z.string()),
  attention: z.array(z.number()).nullable(),
});

/** A row of `predictions.parquet`; throws `artefact_invalid`. */
export function predictionFromRow(row: TableRow): PredictionRow {
  const parsed = PredictionRowSchema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new PipelineError('artefact_invalid', 'predictions.parquet is damaged: delete it to have it made again', {
    problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  });
}
