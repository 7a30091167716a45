import { rm } from 'node:fs/promises';

import type { RunConfig } from '../../core/config/run-config.ts';
import type { ReviewFunnel } from '../../core/reviews/funnel.ts';
import { RejectSchema, type Reject } from '../../core/reviews/quarantine.ts';
import { dropClones } from './drop-clones.ts';
import { REVIEW_COLUMNS, type Container, type FormatName, type ReviewColumn } from './formats/source-format.ts';
import { loadReviews, tableColumns, type LoadCounts } from './load-reviews.ts';
import { recogniseSource, type RecognisedSource } from './recognise-format.ts';
import { countRejects } from './rejects.ts';
import { openScratchDatabase, type ScratchDatabase } from './scratch-database.ts';
import { openSourceFile } from './source-file.ts';
import { openScratch } from '../scratch.ts';

/** What a source of reviews holds, before any filter. */
export interface SourceInspection {
  readonly path: string;
  readonly format: FormatName;
  readonly container: Container;
  readonly compressed: boolean;
  /** Fields found, and of our columns the fields that they are read from (the first that a record has). */
  readonly fields: readonly string[];
  readonly mapped: Readonly<Record<string, readonly string[]>>;
  readonly linesRead: number;
  readonly blankLines: number;
  readonly rejected: ReviewFunnel['rejected'];
  readonly clones: ReviewFunnel['clones'];
  /** Good lines, clones included. */
  readonly reviews: number;
  readonly users: number;
  readonly items: number;
  /** Users by how much they wrote. */
  readonly usersWith: { readonly threeOrMore: number; readonly fiveOrMore: number };
  /** ISO dates, UTC; null where there is no review. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** Reviews by stars, rounded. */
  readonly ratings: Readonly<Record<string, number>>;
  readonly medianTextLength: number;
  readonly firstRejects: readonly Reject[];
}

const SHOWN_REJECTS = 5;

/** Reads a whole source as `prepareReviews` would, and says what is in it. Throws `source_missing`, `source_format`. */
export async function inspectSource(
  path: string,
  format: RunConfig['source']['format'],
  mapping: Readonly<Record<string, string>> = {},
): Promise<SourceInspection> {
  const scratch = await openScratch('inspect');
  const database = await openScratchDatabase(scratch);
  try {
    const file = await openSourceFile(path);
    const source = await recogniseSource(file, { format, mapping }, (container) =>
      tableColumns(database, file, container),
    );
    const loaded = await loadReviews(database, file, source, { maskPersonalData: true });
    return {
      path,
      compressed: file.compressed,
      ...describeSource(source),
      ...(await describeReviews(database, loaded)),
    };
  } finally {
    database.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function describeSource({ format, container, fields }: RecognisedSource) {
  const present = (column: ReviewColumn) => format.fields[column].filter((name) => fields.includes(name));
  const mapped = Object.fromEntries(REVIEW_COLUMNS.map((column) => [column, present(column)]));
  return { format: format.name, container, fields, mapped };
}

async function describeReviews(database: ScratchDatabase, loaded: LoadCounts) {
  const rejected = await countRejects(database);
  const [row = {}] = await database.rows(`
    WITH good AS (SELECT * FROM parsed WHERE reason IS NULL),
    per_user AS (SELECT count(*) AS n FROM good GROUP BY user_id)
    SELECT count(*) AS reviews, count(DISTINCT user_id) AS users, count(DISTINCT item_id) AS items,
      min(timestamp_ms) AS first_ms, max(timestamp_ms) AS last_ms, coalesce(median(length(text)), 0) AS median_length,
      (SELECT count(*) FROM per_user WHERE n >= 3) AS three, (SELECT count(*) FROM per_user WHERE n >= 5) AS five
    FROM good`);
  const ratings = await database.rows(`
    SELECT round(rating)::INTEGER AS stars, count(*) AS n FROM parsed WHERE reason IS NULL GROUP BY stars ORDER BY stars`);
  const rejects = await database.rows(`
    SELECT line_number AS line, reason, coalesce(excerpt, '') AS excerpt FROM parsed WHERE reason IS NOT NULL
    ORDER BY line_number LIMIT ${SHOWN_REJECTS}`);
  const byKind = await dropClones(database);
  const date = (value: unknown) => (typeof value === 'number' ? new Date(value).toISOString() : null);
  return {
    ...loaded,
    rejected,
    clones: { total: Object.values(byKind).reduce((sum, n) => sum + n, 0), byKind },
    reviews: Number(row['reviews']),
    users: Number(row['users']),
    items: Number(row['items']),
    usersWith: { threeOrMore: Number(row['three']), fiveOrMore: Number(row['five']) },
    firstDate: date(row['first_ms']),
    lastDate: date(row['last_ms']),
    ratings: Object.fromEntries(ratings.map(({ stars, n }) => [String(stars), Number(n)])),
    medianTextLength: Number(row['median_length']),
    firstRejects: rejects.map((reject) => RejectSchema.parse(reject)),
  };
}
