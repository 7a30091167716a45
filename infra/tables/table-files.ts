import { DuckDBDataChunk, DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

import { PipelineError } from '../../core/errors.ts';
import type { TableRow, TableSchema } from '../../core/storage/table-codec.ts';
import { duckDbType, fromDuckDb, quoteIdentifier, quoteText, toDuckDb } from './column-values.ts';

/** Rows of one DuckDB vector. */
const CHUNK_ROWS = 2048;

/** One writing thread: row groups then hold the same rows each time, and the same rows give the same bytes. */
let shared: Promise<DuckDBInstance> | undefined;
function writingInstance(): Promise<DuckDBInstance> {
  shared ??= DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' });
  return shared;
}

async function withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await (await writingInstance()).connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

/** How all our Parquet files are written: needs a connection with one thread to be repeatable. */
export function copyToParquet(select: string, path: string): string {
  return `COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
}

/** Fills a table of that schema from rows, a vector at a time. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  schema: TableSchema,
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
): Promise<number> {
  const columns = Object.entries(schema);
  const appender = await connection.createAppender(table);
  const chunk = DuckDBDataChunk.create(columns.map(([, type]) => duckDbType(type)));
  let pending: TableRow[] = [];
  let count = 0;
  const flush = () => {
    if (pending.length === 0) return;
    chunk.reset();
    chunk.setColumns(columns.map(([name, type]) => pending.map((row) => toDuckDb(type, row[name], name))));
    appender.appendDataChunk(chunk);
    count += pending.length;
    pending = [];
  };
  for await (const row of rows) {
    assertKnownColumns(schema, row);
    if (pending.push(row) === CHUNK_ROWS) flush();
  }
  flush();
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
    const count = await appendRows(connection, 'rows', schema, rows);
    await connection.run(copyToParquet('SELECT * FROM temp.rows', path));
    await connection.run('DROP TABLE temp.rows');
    return count;
  });
}

/** The rows of a local Parquet file in their order, a vector at a time. */
export async function* readTableFile(path: string): AsyncGenerator<TableRow> {
  const connection = await (await writingInstance()).connect();
  try {
    const result = await connection.stream(`SELECT * FROM read_parquet(${quoteText(path)})`);
    const names = result.columnNames();
    for await (const chunk of result) {
      for (const values of chunk.getRows()) {
        yield Object.fromEntries(names.map((name, index) => [name, fromDuckDb(values[index] ?? null)]));
      }
    }
  } finally {
    connection.closeSync();
  }
}
