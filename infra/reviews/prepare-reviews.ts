import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { RunConfig } from '../../core/config/run-config.ts';
import { PipelineError } from '../../core/errors.ts';
import type { ReviewFunnel } from '../../core/reviews/funnel.ts';
import type { SplitCuts } from '../../core/reviews/split-cuts.ts';
import { dropClones } from './drop-clones.ts';
import { cutSplits, filterReviews } from './filter-reviews.ts';
import { loadReviews, tableColumns, type LoadCounts } from './load-reviews.ts';
import { checkRejects, countRejects } from './rejects.ts';
import { recogniseSource } from './recognise-format.ts';
import { openScratchDatabase, type ScratchDatabase } from './scratch-database.ts';
import { openSourceFile } from './source-file.ts';
import { writeItems, writeRejects, writeReviews, type ItemCounts } from './write-review-tables.ts';

export interface PrepareReviewsOptions {
  readonly config: Pick<RunConfig, 'source' | 'filters' | 'split'>;
  /** Local files; `s3://` sources are staged by the caller. */
  readonly reviewsPath: string;
  readonly itemsPath: string | null;
  /** Receives the tables; scratch files in it are removed at the end. */
  readonly workDirectory: string;
  readonly onProgress?: (progress: PrepareProgress) => void;
}

export interface PrepareProgress {
  readonly step: 'recognise' | 'read' | 'clones' | 'filter' | 'split' | 'write';
  /** Lines read so far. */
  readonly lines: number;
}

export interface PreparedReviews {
  readonly reviewsParquet: string;
  readonly itemsParquet: string;
  readonly rejectsJsonl: string;
  readonly funnel: ReviewFunnel;
}

/**
 * Stage 1: a source of reviews to `reviews.parquet`, `items.parquet` (`ITEM_TABLE`) and
 * `rejects.jsonl`, out of core. Throws `source_missing`, `source_format`, `too_many_rejects` or `no_eligible_targets`
 * (nothing left after the filters).
 */
export async function prepareReviews(options: PrepareReviewsOptions): Promise<PreparedReviews> {
  const folder = resolve(options.workDirectory);
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'scratch-'));
  const database = await openScratchDatabase(scratch);
  try {
    return await prepareIn(database, folder, options);
  } finally {
    database.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function prepareIn(
  database: ScratchDatabase,
  folder: string,
  { config, reviewsPath, itemsPath, onProgress }: PrepareReviewsOptions,
): Promise<PreparedReviews> {
  let lines = 0;
  const report = (step: PrepareProgress['step']) => onProgress?.({ step, lines });
  report('recognise');
  const file = await openSourceFile(reviewsPath);
  if (itemsPath !== null) await openSourceFile(itemsPath);
  const source = await recogniseSource(file, config.source, (container) => tableColumns(database, file, container));
  const loaded = await loadReviews(database, file, source, {
    maskPersonalData: config.filters.maskPersonalData,
    onLines: (read) => {
      lines = read;
      report('read');
    },
  });
  const paths = {
    reviewsParquet: join(folder, 'reviews.parquet'),
    itemsParquet: join(folder, 'items.parquet'),
    rejectsJsonl: join(folder, 'rejects.jsonl'),
  };
  const rejected = await countRejects(database);
  await checkRejects(database, reviewsPath, loaded, rejected, config.source.maxRejectedShare);
  await writeRejects(database, paths.rejectsJsonl);
  report('clones');
  const clones = await dropClones(database);
  report('filter');
  const filtered = await filterReviews(database, config.filters);
  await assertSomeLeft(database, reviewsPath);
  report('split');
  const cuts = await cutSplits(database, config.split);
  report('write');
  await writeReviews(database, cuts, paths.reviewsParquet);
  const items = await writeItems(database, { itemsPath, mapping: config.source.mapping }, paths.itemsParquet);
  const funnel = await summarise(database, {
    format: source.format.name,
    loaded,
    rejected,
    clones,
    filtered,
    cuts,
    items,
  });
  return { ...paths, funnel };
}

async function assertSomeLeft(database: ScratchDatabase, path: string): Promise<void> {
  if ((await database.number('SELECT count(*) FROM kept')) > 0) return;
  throw new PipelineError(
    'no_eligible_targets',
    `No review of ${path} is left after filters.minReviewsPerItem and filters.kCore: lower them.`,
    { subject: path },
  );
}

interface FunnelParts {
  readonly format: string;
  readonly loaded: LoadCounts;
  readonly rejected: ReviewFunnel['rejected'];
  readonly clones: ReviewFunnel['clones']['byKind'];
  readonly filtered: number;
  readonly cuts: SplitCuts;
  readonly items: ItemCounts;
}

async function summarise(database: ScratchDatabase, parts: FunnelParts): Promise<ReviewFunnel> {
  const { trainEndMs, validationEndMs } = parts.cuts;
  const [row = {}] = await database.rows(`
    SELECT count(*) AS kept, count(DISTINCT kept.user_id) AS users, count(*) FILTER (masked) AS masked,
      min(kept.timestamp_ms) AS first_ms, max(kept.timestamp_ms) AS last_ms,
      count(*) FILTER (kept.timestamp_ms < ${trainEndMs}) AS train,
      count(*) FILTER (kept.timestamp_ms >= ${validationEndMs}) AS test
    FROM kept JOIN parsed USING (line_number)`);
  const count = (name: string) => Number(row[name]);
  const [kept, train, test] = [count('kept'), count('train'), count('test')];
  return {
    format: parts.format,
    ...parts.loaded,
    rejected: parts.rejected,
    clones: { total: Object.values(parts.clones).reduce((sum, n) => sum + n, 0), byKind: parts.clones },
    filtered: parts.filtered,
    kept,
    users: count('users'),
    items: parts.items.items,
    unnamedItems: parts.items.unnamed,
    maskedReviews: count('masked'),
    splits: { train, validation: kept - train - test, test },
    firstMs: count('first_ms'),
    lastMs: count('last_ms'),
    trainEndMs,
    validationEndMs,
  };
}
