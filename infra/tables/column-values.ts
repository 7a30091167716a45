import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  LIST,
  STRUCT,
  TIMESTAMP,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';

import { PipelineError } from '../../core/errors.ts';
import type { ColumnType } from '../../core/storage/table-codec.ts';

/** A double-quoted SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A single-quoted SQL string, for the few places that take no parameter (COPY ... TO). */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const SCALAR_TYPES: Readonly<Record<Extract<ColumnType, string>, DuckDBType>> = {
  string: VARCHAR,
  integer: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
  timestamp: TIMESTAMP,
};

export function duckDbType(column: ColumnType): DuckDBType {
  if (typeof column === 'string') return SCALAR_TYPES[column];
  if ('list' in column) return LIST(duckDbType(column.list));
  return STRUCT(Object.fromEntries(Object.entries(column.struct).map(([name, type]) => [name, duckDbType(type)])));
}

/** Our value as DuckDB's; undefined counts as null. Throws `artefact_invalid`, naming the column, on a wrong type. */
export function toDuckDb(column: ColumnType, value: unknown, path: string): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (typeof column === 'object') return nestedToDuckDb(column, value, path);
  switch (column) {
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (Number.isSafeInteger(value)) return BigInt(value as number);
      break;
    case 'double':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'timestamp':
      if (Number.isSafeInteger(value)) return new DuckDBTimestampValue(BigInt(value as number) * 1000n);
      break;
  }
  throw wrongType(column, value, path);
}

function nestedToDuckDb(column: Extract<ColumnType, object>, value: unknown, path: string): DuckDBValue {
  if ('list' in column) {
    if (!Array.isArray(value)) throw wrongType('list', value, path);
    return new DuckDBListValue(value.map((entry: unknown) => toDuckDb(column.list, entry, `${path}[]`)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType('struct', value, path);
  const entries = new Map(Object.entries(value));
  const unknown = [...entries.keys()].find((name) => !Object.hasOwn(column.struct, name));
  if (unknown !== undefined) throw wrongType('no such field', entries.get(unknown), `${path}.${unknown}`);
  return new DuckDBStructValue(
    Object.fromEntries(
      Object.entries(column.struct).map(([name, type]) => [name, toDuckDb(type, entries.get(name), `${path}.${name}`)]),
    ),
  );
}

function wrongType(expected: string, value: unknown, path: string): PipelineError {
  const found = JSON.stringify(value)?.slice(0, 80) ?? typeof value;
  return new PipelineError('artefact_invalid', `Column ${path} wants ${expected} and was given ${found}.`, {
    subject: path,
  });
}

/** DuckDB's value as ours: 64-bit integers as numbers, all kinds of time as UTC milliseconds. */
export function fromDuckDb(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return Number(value.micros / 1000n);
  }
  if (value instanceof DuckDBTimestampMillisecondsValue) return Number(value.millis);
  if (value instanceof DuckDBTimestampSecondsValue) return Number(value.seconds * 1000n);
  if (value instanceof DuckDBDateValue) return value.days * 86_400_000;
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue) return value.items.map(fromDuckDb);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, fromDuckDb(entry)]));
  }
  return value;
}
