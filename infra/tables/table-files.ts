import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBDataChunk, DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

import { PipelineError } from '../../core/errors.ts';
import type { TableRow, TableSchema, TableSlice } from '../../core/storage/table-codec.ts';
import { duckDbType, fromDuckDb, quoteIdentifier, quoteText, toDuckDb } from './column-values.ts';
import { createPartWriter, NARROW_PART_ROWS, partRowsOf } from './part-writer.ts';

/** Rows handed to DuckDB at once: a quarter of a vector, as rows may be wide. */
const CHUNK_ROWS = 512;

/**
 * One thread: row groups then hold the same rows each time, and the same rows give the same bytes. Order is then kept by
 * itself; to have DuckDB keep it would have it gather 122,880 rows before it writes the first.
 */
let shared: Promise<DuckDBInstance> | undefined;
function tableInstance(): Promise<DuckDBInstance> {
  // What does not fit the limit goes to files, which vanish with their table.
  const temp_directory = join(tmpdir(), `convrecstudio-tables-${process.pid}`);
  shared ??= DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '512MB',
    preserve_insertion_order: 'false',
    temp_directory,
  });
  return shared;
}

async function withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await (await tableInstance()).connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

/** Fills a table of that schema from rows; `onPart` is called when it holds a whole part, and may empty it. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  schema: TableSchema,
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
  onPart?: () => Promise<void>,
): Promise<number> {
  const columns = Object.entries(schema);
  const chunk = DuckDBDataChunk.create(columns.map(([, type]) => duckDbType(type)));
  const partRows = partRowsOf(schema);
  let appender = await connection.createAppender(table);
  let pending: TableRow[] = [];
  let count = 0;
  const append = () => {
    if (pending.length === 0) return;
    chunk.reset();
    chunk.setColumns(columns.map(([name, type]) => pending.map((row) => toDuckDb(type, row[name], name))));
    appender.appendDataChunk(chunk);
    count += pending.length;
    pending = [];
  };
  for await (const row of rows) {
    assertKnownColumns(schema, row);
    if (pending.push(row) < CHUNK_ROWS) continue;
    append();
    if (onPart === undefined || count % partRows !== 0) continue;
    appender.closeSync();
    await onPart();
    appender = await connection.createAppender(table);
  }
  append();
  appender.closeSync();
  return count;
}

function assertKnownColumns(schema: TableSchema, row: TableRow): void {
  const unknown = Object.keys(row).find((name) => !Object.hasOwn(schema, name));
  if (unknown === undefined) return;
  throw new PipelineError('artefact_invalid', `The table has no column ${unknown}.`, { subject: unknown });
}

export async function createTable(connection: DuckDBConnection, table: string, schema: TableSchema): Promise<void> {
  const columns = Object.entries(schema).map(([name, type]) => `${quoteIdentifier(name)} ${String(duckDbType(type))}`);
  await connection.run(`CREATE TEMP TABLE ${quoteIdentifier(table)} (${columns.join(', ')})`);
}

/** Writes rows to a local Parquet file, streaming; gives their number. */
export async function writeTableFile(
  path: string,
  schema: TableSchema,
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
): Promise<number> {
  return withConnection(async (connection) => {
    await createTable(connection, 'rows', schema);
    const writer = createPartWriter(connection, 'temp.rows', path);
    try {
      const count = await appendRows(connection, 'rows', schema, rows, () => writer.flush());
      await writer.finish();
      return count;
    } finally {
      await writer.close();
    }
  });
}

/** The rows of several local Parquet files as one, in order: the cuts between them leave no trace in the bytes. */
export async function concatenateTableFiles(paths: readonly string[], path: string): Promise<void> {
  await withConnection(async (connection) => {
    const [first = ''] = paths;
    await connection.run(`CREATE TEMP TABLE rows AS ${selectSlice(first, { count: 0 })}`);
    const writer = createPartWriter(connection, 'temp.rows', path);
    try {
      let held = 0;
      for (const source of paths) {
        const length = await countRows(connection, source);
        for (let from = 0; from < length;) {
          const count = Math.min(NARROW_PART_ROWS - held, length - from);
          await connection.run(`INSERT INTO temp.rows ${selectSlice(source, { from, count })}`);
          from += count;
          held += count;
          if (held < NARROW_PART_ROWS) continue;
          await writer.flush();
          held = 0;
        }
      }
      await writer.finish();
    } finally {
      await writer.close();
    }
  });
}

async function countRows(connection: DuckDBConnection, path: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet(${quoteText(path)})`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

/** The rows of a local Parquet file in their order, some at a time. */
export async function* readTableFile(path: string, slice: TableSlice = {}): AsyncGenerator<TableRow[]> {
  const connection = await (await tableInstance()).connect();
  try {
    const result = await connection.stream(selectSlice(path, slice));
    const names = result.columnNames();
    for await (const chunk of result) {
      yield chunk
        .getRows()
        .map((values) => Object.fromEntries(names.map((name, index) => [name, fromDuckDb(values[index] ?? null)])));
    }
  } finally {
    connection.closeSync();
  }
}

/** By row number, which skips whole row groups: OFFSET would read through all that it leaves out. */
function selectSlice(path: string, { columns, from = 0, count }: TableSlice): string {
  const names = columns === undefined ? '* EXCLUDE (file_row_number)' : columns.map(quoteIdentifier).join(', ');
  const end = count === undefined ? '' : ` AND file_row_number < ${from + count}`;
  return `SELECT ${names} FROM read_parquet(${quoteText(path)}, file_row_number = true) WHERE file_row_number >= ${from}${end}`;
}
