import { BIGINT, BOOLEAN, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';

import { REVIEW_COLUMNS, type SourceFormat } from './formats/source-format.ts';
import type { RecognisedSource } from './recognise-format.ts';
import { parsedReviewsSql } from './review-sql.ts';
import type { ScratchDatabase } from './scratch-database.ts';
import { formatError, readSourceLines, type SourceFile } from './source-file.ts';
import { quoteIdentifier, quoteText } from '../tables/column-values.ts';

export interface LoadCounts {
  readonly linesRead: number;
  readonly blankLines: number;
}

const CHUNK_LINES = 2048;

/**
 * Brings a source into the table `parsed`, a row a line that is not blank: `line_number reason excerpt review_id user_id
 * item_id rating timestamp_ms title text masked`; `reason` is null where the line is good. JSON lines are streamed
 * through here for exact line numbers, whatever is broken in them; all else is SQL.
 */
export async function loadReviews(
  database: ScratchDatabase,
  file: SourceFile,
  source: RecognisedSource,
  options: { readonly maskPersonalData: boolean; readonly onLines?: (lines: number) => void },
): Promise<LoadCounts> {
  const create = (raw: string) =>
    database.run(`CREATE TABLE parsed AS ${parsedReviewsSql(raw, options.maskPersonalData)}`);
  if (source.container === 'json-lines') {
    const counts = await loadLines(database, file, options.onLines);
    await create(jsonLinesSql(source.format));
    await database.run('DROP TABLE lines');
    return counts;
  }
  try {
    await create(tableSql(tableReader(file, source.container), source));
  } catch (cause) {
    throw formatError(file.path, `the ${source.container} cannot be read (${firstLine(cause)})`);
  }
  await addUnreadableRows(database, source.container);
  return { linesRead: await database.number('SELECT count(*) FROM parsed'), blankLines: 0 };
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
}

async function loadLines(
  database: ScratchDatabase,
  file: SourceFile,
  onLines: ((lines: number) => void) | undefined,
): Promise<LoadCounts> {
  await database.run('CREATE TABLE lines (line_number BIGINT, line VARCHAR, utf8 BOOLEAN)');
  const appender = await database.connection.createAppender('lines');
  const chunk = DuckDBDataChunk.create([BIGINT, VARCHAR, BOOLEAN]);
  const columns: [bigint[], string[], boolean[]] = [[], [], []];
  let linesRead = 0;
  let blankLines = 0;
  const flush = () => {
    if (columns[0].length === 0) return;
    chunk.reset();
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    for (const column of columns) column.length = 0;
    onLines?.(linesRead);
  };
  for await (const { number, text, utf8 } of readSourceLines(file)) {
    linesRead = number;
    if (text.trim() === '') {
      blankLines++;
      continue;
    }
    columns[0].push(BigInt(number));
    columns[1].push(text);
    columns[2].push(utf8);
    if (columns[0].length === CHUNK_LINES) flush();
  }
  flush();
  appender.closeSync();
  return { linesRead, blankLines };
}

/** Each record is parsed once, for all its fields together. */
function jsonLinesSql(format: SourceFormat): string {
  const names = [...new Set(REVIEW_COLUMNS.flatMap((column) => format.fields[column]))];
  const paths = names.map((name) => quoteText(`$.${quoteIdentifier(name)}`)).join(', ');
  const columns = REVIEW_COLUMNS.map((column) => {
    const values = format.fields[column].map((name) => `nullif(found[${names.indexOf(name) + 1}], '')`);
    return `coalesce(${['NULL::VARCHAR', ...values].join(', ')}) AS ${column}`;
  });
  return `
    SELECT line_number, ${columns.join(', ')}, line AS excerpt,
      CASE WHEN NOT utf8 THEN 'not_utf8' WHEN NOT is_object THEN 'not_json' END AS defect
    FROM (
      SELECT *, CASE WHEN is_object THEN json_extract_string(line, [${paths}]) END AS found
      FROM (SELECT *, coalesce(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' END, false) AS is_object FROM lines)
    )`;
}

export function tableReader(file: SourceFile, container: 'csv' | 'parquet'): string {
  const path = quoteText(file.path);
  if (container === 'parquet') return `read_parquet(${path})`;
  // Nothing is left to the sniffer, which broken rows lead astray.
  const columns = file.csv.columns.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const compression = file.compressed ? 'gzip' : 'none';
  return `read_csv(${path}, auto_detect = false, header = true, columns = {${columns}}, delim = ${quoteText(file.csv.delimiter)},
    quote = '"', escape = '"', store_rejects = true, compression = '${compression}')`;
}

/** The columns of a CSV or Parquet file. */
export async function tableColumns(
  database: ScratchDatabase,
  file: SourceFile,
  container: 'csv' | 'parquet',
): Promise<string[]> {
  if (container === 'csv') return [...file.csv.columns];
  try {
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${tableReader(file, container)}`);
    return columns.map((column) => String(column['column_name']));
  } catch (cause) {
    throw formatError(file.path, `no ${container} table (${firstLine(cause)})`, 1);
  }
}

/** A CSV's header is line 1; quoted line ends make later numbers rows rather than lines. */
function tableSql(reader: string, source: RecognisedSource): string {
  const firstRow = source.container === 'csv' ? 2 : 1;
  const columns = REVIEW_COLUMNS.map((column) => {
    const names = source.format.fields[column].filter((name) => source.fields.includes(name));
    const values = names.map((name) => `nullif(CAST(${quoteIdentifier(name)} AS VARCHAR), '')`);
    return `coalesce(${['NULL::VARCHAR', ...values].join(', ')}) AS ${column}`;
  });
  return `
    SELECT row_number() OVER () + ${firstRow - 1} AS line_number, ${columns.join(', ')},
      NULL::VARCHAR AS defect, CAST(to_json(source_row) AS VARCHAR) AS excerpt
    FROM ${reader} AS source_row`;
}

async function addUnreadableRows(database: ScratchDatabase, container: 'csv' | 'parquet'): Promise<void> {
  if (container !== 'csv') return;
  await database.run(`
    INSERT INTO parsed (line_number, reason, excerpt)
    SELECT line, 'unreadable_row', substr(any_value(csv_line), 1, 200) FROM reject_errors GROUP BY line`);
}
