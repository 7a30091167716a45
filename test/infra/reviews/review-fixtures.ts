import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RunConfigSchema, type RunConfigInput } from '../../../core/config/run-config.ts';
import { itemFromRow, reviewFromRow } from '../../../core/reviews/review-tables.ts';
import type { Item, Review } from '../../../core/reviews/review.ts';
import { prepareReviews, type PreparedReviews } from '../../../infra/reviews/prepare-reviews.ts';
import { readTableFile } from '../../../infra/tables/table-files.ts';

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reviews-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface PreparedTables extends PreparedReviews {
  readonly reviews: readonly Review[];
  readonly items: readonly Item[];
}

/** Runs the stage on a file's content, and reads what it wrote. */
export async function prepareText(
  folder: string,
  content: string | Uint8Array,
  options: { config?: Partial<RunConfigInput>; name?: string; itemsPath?: string } = {},
): Promise<PreparedTables> {
  const reviewsPath = join(folder, options.name ?? 'source.jsonl');
  await writeFile(reviewsPath, content);
  return prepareFile(folder, reviewsPath, options.itemsPath ?? null, options.config);
}

export async function prepareFile(
  folder: string,
  reviewsPath: string,
  itemsPath: string | null = null,
  config: Partial<RunConfigInput> = {},
): Promise<PreparedTables> {
  const parsed = RunConfigSchema.parse({ source: { reviews: reviewsPath }, ...config });
  const prepared = await prepareReviews({ config: parsed, reviewsPath, itemsPath, workDirectory: join(folder, 'out') });
  const reviews: Review[] = [];
  for await (const rows of readTableFile(prepared.reviewsParquet)) reviews.push(...rows.map(reviewFromRow));
  const items: Item[] = [];
  for await (const rows of readTableFile(prepared.itemsParquet)) items.push(...rows.map(itemFromRow));
  return { ...prepared, reviews, items };
}

/** An Amazon 2014 line; `day` counts from 2014-01-01. */
export function amazonLine(user: string, item: string, day: number, text: string, more: object = {}): string {
  const unixReviewTime = Date.UTC(2014, 0, 1 + day) / 1000;
  return JSON.stringify({
    reviewerID: user,
    asin: item,
    overall: 4,
    reviewText: text,
    summary: 'fine',
    unixReviewTime,
    ...more,
  });
}
