import { PipelineError } from '../../core/errors.ts';
import { ITEM_COLUMNS, itemFromRecord, type ItemMapping, type SourceItem } from '../../core/reviews/item-record.ts';
import { fromDuckDb } from '../tables/column-values.ts';
import { tableReader } from './load-reviews.ts';
import { parseRecord } from './recognise-format.ts';
import type { ScratchDatabase } from './scratch-database.ts';
import { formatError, openSourceFile, readSourceLines, type SourceFile } from './source-file.ts';

/** Broken lines that an item file may start with before it counts as no item file. */
const MAX_UNREAD_HEAD = 1000;

/**
 * The items of a file (Amazon's metadata, Yelp's businesses, any JSON lines, CSV or Parquet with an id column),
 * streamed. Broken lines are passed over: their items get a synthetic label.
 *
 * @param mapping `source.mapping`; its keys `items.name`, `items.item_id` ... name an item file's columns
 */
export async function* readItems(
  database: ScratchDatabase,
  path: string,
  mapping: Readonly<Record<string, string>>,
): AsyncGenerator<SourceItem> {
  const file = await openSourceFile(path);
  const itemMapping = itemMappingOf(mapping);
  let unread = 0;
  let read = 0;
  for await (const record of readRecords(database, file)) {
    const item = record === null ? null : itemFromRecord(record, itemMapping);
    if (item === null) unread++;
    else read++;
    if (item !== null) yield item;
    if (read === 0 && unread >= MAX_UNREAD_HEAD) break;
  }
  if (read === 0) {
    const wanted = 'an id column (item_id, asin, parent_asin, business_id, app_package, "Product ID")';
    throw formatError(path, `no item found: looked for ${wanted}; name it as source.mapping "items.item_id"`, 1);
  }
}

function itemMappingOf(mapping: Readonly<Record<string, string>>): ItemMapping {
  const named = ITEM_COLUMNS.map((column) => [column, mapping[`items.${column}`]] as const);
  return Object.fromEntries(named.filter(([, name]) => name !== undefined));
}

async function* readRecords(
  database: ScratchDatabase,
  file: SourceFile,
): AsyncGenerator<Readonly<Record<string, unknown>> | null> {
  const container = file.parquet ? 'parquet' : await containerOf(file);
  if (container === 'json-lines') {
    for await (const { text } of readSourceLines(file)) if (text.trim() !== '') yield parseRecord(text);
    return;
  }
  try {
    const result = await database.connection.stream(`SELECT * FROM ${tableReader(file, container)}`);
    const names = result.columnNames();
    for await (const chunk of result) {
      for (const row of chunk.getRows()) {
        yield Object.fromEntries(names.map((name, index) => [name, fromDuckDb(row[index] ?? null)]));
      }
    }
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw new PipelineError(
      'source_format',
      `${file.path} cannot be read as ${container}.`,
      { subject: file.path },
      cause,
    );
  }
}

async function containerOf(file: SourceFile): Promise<'json-lines' | 'csv'> {
  for await (const { text } of readSourceLines(file)) {
    if (text.trim() !== '') return /^\s*\{/u.test(text) ? 'json-lines' : 'csv';
  }
  throw formatError(file.path, 'nothing but blank lines');
}
