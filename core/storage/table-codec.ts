/** Column types that our Parquet tables use; nested ones mirror the dataset contract. */
export type ColumnType =
  | 'string'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | { readonly list: ColumnType }
  | { readonly struct: Readonly<Record<string, ColumnType>> };

export type TableSchema = Readonly<Record<string, ColumnType>>;

/** JSON-like values; a timestamp is UTC milliseconds in both directions; null is allowed anywhere. */
export type TableRow = Readonly<Record<string, unknown>>;

/** Which part of a table to read; all of it where nothing is said. */
export interface TableSlice {
  /** Only these columns. */
  readonly columns?: readonly string[];
  /** The first row, from 0, and the most rows after it. */
  readonly from?: number;
  readonly count?: number;
}

/**
 * Port: Parquet files. Rows stream in both directions, so memory does not grow with a table; the same rows give the same
 * bytes, whether they come from an array, a stream or several files.
 */
export interface TableCodec {
  /** Writes rows to a scratch file, hands it over, and removes it; gives the number of rows. */
  write(
    schema: TableSchema,
    rows: Iterable<TableRow> | AsyncIterable<TableRow>,
    deliver: (localPath: string) => Promise<void>,
  ): Promise<number>;
  /** The rows of several files of one schema, one file after the other, as `write` would have written them. */
  concatenate(localPaths: readonly string[], deliver: (localPath: string) => Promise<void>): Promise<void>;
  /** Rows in their order, some thousands at a time. Throws `artefact_invalid` for what is no Parquet table. */
  read(localPath: string, slice?: TableSlice): AsyncIterable<readonly TableRow[]>;
}
