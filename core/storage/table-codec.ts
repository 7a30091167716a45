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

/** Port: rows to Parquet bytes and back; the same rows give the same bytes. */
export interface TableCodec {
  encode(schema: TableSchema, rows: Iterable<TableRow>): Promise<Uint8Array>;
  decode(bytes: Uint8Array): Promise<TableRow[]>;
}
