import type { RunConfig } from '../../../core/config/run-config.ts';

export type FormatName = Exclude<RunConfig['source']['format'], 'auto'>;

/** Columns that we read of a review, before they are checked. */
export const REVIEW_COLUMNS = ['review_id', 'user_id', 'item_id', 'rating', 'timestamp', 'title', 'text'] as const;
export type ReviewColumn = (typeof REVIEW_COLUMNS)[number];
export const REQUIRED_COLUMNS = ['user_id', 'item_id', 'rating', 'timestamp', 'text'] as const;

export type Container = 'json-lines' | 'csv' | 'parquet';

/**
 * One source format: where each column of ours is found. Of several fields the first that is there wins, record by
 * record. An empty list: the source has no such thing. Times are understood as seconds, milliseconds or ISO dates by
 * their looks, so a format need not say.
 */
export interface SourceFormat {
  readonly name: FormatName;
  readonly containers: readonly Container[];
  readonly fields: Readonly<Record<ReviewColumn, readonly string[]>>;
  /** Fields by which `auto` knows the format: all of these ... */
  readonly signature: readonly string[];
  /** ... and, where two formats share them, none of those. */
  readonly foreign: readonly string[];
}
