import type { TableSchema } from '../storage/table-codec.ts';

/** Columns of `predictions.parquet`, a row a test dialog; ranks from 1. */
export const PREDICTIONS_TABLE = {
  dialog_id: 'string',
  target_item_id: 'string',
  rank_full: 'integer',
  /** Items ranked: the catalogue less what the user had seen. */
  n_items: 'integer',
  rank_candidates: 'integer',
  n_candidates: 'integer',
  /** Item ids of the full ranking, best first. */
  top10: { list: 'string' },
  /** Training interactions of the target: 0, and it is cold. */
  target_training_reviews: 'integer',
  /** Item ids of the history that the model saw, oldest first. */
  history: { list: 'string' },
  /** The share of attention that each of them got; null of models that do not attend to items. */
  attention: { list: 'double' },
} as const satisfies TableSchema;

// A type, not an interface: rows go to the table codec as plain records.
export type PredictionRow = {
  readonly dialog_id: string;
  readonly target_item_id: string;
  readonly rank_full: number;
  readonly n_items: number;
  readonly rank_candidates: number;
  readonly n_candidates: number;
  readonly top10: readonly string[];
  readonly target_training_reviews: number;
  readonly history: readonly string[];
  readonly attention: readonly number[] | null;
};
