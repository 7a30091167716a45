import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

import { fromDuckDb, quoteText } from '../tables/column-values.ts';

/** A DuckDB of one job: tables larger than its memory go to the job's folder and vanish with it. */
export interface ScratchDatabase {
  readonly connection: DuckDBConnection;
  run(sql: string, values?: DuckDBValue[]): Promise<void>;
  /** All rows; for small answers only. Integers come as numbers. */
  rows(sql: string, values?: DuckDBValue[]): Promise<Record<string, unknown>[]>;
  /** The one number of the one row. */
  number(sql: string): Promise<number>;
  close(): void;
}

const MEMORY_LIMIT = '1GB';

export async function openScratchDatabase(folder: string): Promise<ScratchDatabase> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: MEMORY_LIMIT });
  const connection = await instance.connect();
  await connection.run(`SET temp_directory = ${quoteText(folder)}`);
  await connection.run(`SET TimeZone = 'UTC'`);
  const rows: ScratchDatabase['rows'] = async (sql, values) => {
    const reader = await connection.runAndReadAll(sql, values);
    const names = reader.columnNames();
    return reader
      .getRows()
      .map((row) => Object.fromEntries(names.map((name, index) => [name, fromDuckDb(row[index] ?? null)])));
  };
  return {
    connection,
    rows,
    run: async (sql, values) => {
      await connection.run(sql, values);
    },
    number: async (sql) => Number(Object.values((await rows(sql))[0] ?? {})[0] ?? 0),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
