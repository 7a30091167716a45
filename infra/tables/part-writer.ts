import { rm } from 'node:fs/promises';

import type { DuckDBConnection } from '@duckdb/node-api';

import type { TableSchema } from '../../core/storage/table-codec.ts';
import { quoteText } from './column-values.ts';

/** Rows of a DuckDB vector: what scans give and writers take at a time. */
const VECTOR_ROWS = 2048;
/**
 * Rows of a part: of nested rows (a dialog with its plan takes tens of kilobytes), and of flat or known narrow ones. Both
 * are multiples of a vector: the whole is then made of the same vectors however it was cut, and has the same bytes.
 */
const NESTED_PART_ROWS = VECTOR_ROWS;
export const NARROW_PART_ROWS = 60 * VECTOR_ROWS;

export const partRowsOf = (schema: TableSchema): number =>
  Object.values(schema).some((column) => typeof column === 'object') ? NESTED_PART_ROWS : NARROW_PART_ROWS;

/** Largest row group, in rows and (before compression) bytes: one is held in memory while it is written or read. */
const ROW_GROUP = `ROW_GROUP_SIZE 122880, ROW_GROUP_SIZE_BYTES '16MB'`;

/** How all our Parquet files are written: repeatable by one thread; needs `preserve_insertion_order` off. */
export function copyToParquet(select: string, path: string): string {
  return `COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ${ROW_GROUP})`;
}

/**
 * A Parquet file of any size from a table that never holds more than a part of it: each full table becomes a file of its
 * own and is emptied, and in the end the files become one, streamed.
 */
export interface PartWriter {
  /** Call when the table holds a whole part. */
  flush(): Promise<void>;
  /** Flushes the rest, and leaves the file at `path`. */
  finish(): Promise<void>;
  /** Removes the parts; always. */
  close(): Promise<void>;
}

export function createPartWriter(connection: DuckDBConnection, table: string, path: string): PartWriter {
  const parts: string[] = [];
  const flush = async (): Promise<void> => {
    const part = `${path}.${parts.length}`;
    parts.push(part);
    await connection.run(copyToParquet(`SELECT * FROM ${table}`, part));
    await connection.run(`TRUNCATE ${table}`);
  };
  return {
    flush,
    async finish() {
      await flush();
      const files = parts.map(quoteText).join(', ');
      await connection.run(copyToParquet(`SELECT * FROM read_parquet([${files}])`, path));
    },
    async close() {
      for (const part of parts) await rm(part, { force: true });
    },
  };
}
