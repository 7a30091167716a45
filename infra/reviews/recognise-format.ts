import { PipelineError } from '../../core/errors.ts';
import type { RunConfig } from '../../core/config/run-config.ts';
import { createGenericFormat } from './formats/generic.ts';
import { KNOWN_FORMATS } from './formats/known-formats.ts';
import { REQUIRED_COLUMNS, type Container, type SourceFormat } from './formats/source-format.ts';
import { formatError, readSourceLines, type SourceFile } from './source-file.ts';

/** Lines looked at: enough to step over a few broken ones. */
const HEAD_LINES = 100;

export interface RecognisedSource {
  readonly format: SourceFormat;
  readonly container: Container;
  /** Fields of the first records, in order of appearance. */
  readonly fields: readonly string[];
}

interface SourceHead {
  readonly container: Container;
  readonly fields: readonly string[];
  /** Line of the first record that could be read. */
  readonly line: number;
}

/**
 * What a source is. With `auto` its fields decide; with a format named, the fields must fit it. Throws `source_format`
 * with file, line, what was looked for and what was found.
 *
 * @param tableColumns lists the columns of a CSV or Parquet file
 */
export async function recogniseSource(
  file: SourceFile,
  source: Pick<RunConfig['source'], 'format' | 'mapping'>,
  tableColumns: (container: 'csv' | 'parquet') => Promise<string[]>,
): Promise<RecognisedSource> {
  const head = await readHead(file, tableColumns);
  const generic = createGenericFormat(source.mapping);
  const wanted = source.format;
  const candidates =
    wanted === 'auto' ? [...KNOWN_FORMATS, generic] : [...KNOWN_FORMATS, generic].filter(({ name }) => name === wanted);
  const format = candidates.find((candidate) => fits(candidate, head, wanted !== 'auto'));
  if (format === undefined) throw unrecognised(file, head, wanted, generic);
  return { format, container: head.container, fields: head.fields };
}

function fits(format: SourceFormat, head: SourceHead, isNamed: boolean): boolean {
  if (!format.containers.includes(head.container)) return false;
  const present = new Set(head.fields);
  if (missingColumns(format, head).length > 0) return false;
  return (
    isNamed ||
    (format.signature.every((name) => present.has(name)) && !format.foreign.some((name) => present.has(name)))
  );
}

function missingColumns(format: SourceFormat, head: SourceHead): string[] {
  return REQUIRED_COLUMNS.filter((column) => !format.fields[column].some((name) => head.fields.includes(name)));
}

function unrecognised(file: SourceFile, head: SourceHead, wanted: string, generic: SourceFormat): PipelineError {
  const found = `found ${head.fields.slice(0, 12).join(', ') || 'no fields'} (${head.container})`;
  const named = KNOWN_FORMATS.find(({ name }) => name === wanted);
  if (named === undefined) {
    const missing = missingColumns(generic, head).join(', ');
    const looked =
      wanted === 'auto' ? `no known format (${KNOWN_FORMATS.map(({ name }) => name).join(', ')})` : 'no generic table';
    return formatError(
      file.path,
      `${looked}: ${found}. Say where ${missing || 'each column'} stands, e.g. source.format: generic, source.mapping: {"user_id": "customer"}`,
      head.line,
    );
  }
  const lookedFor = REQUIRED_COLUMNS.map((column) => named.fields[column].join(' or ')).join(', ');
  return formatError(file.path, `not ${wanted}: looked for ${lookedFor}; ${found}. Try source.format: auto`, head.line);
}

async function readHead(
  file: SourceFile,
  tableColumns: (container: 'csv' | 'parquet') => Promise<string[]>,
): Promise<SourceHead> {
  if (file.parquet) return { container: 'parquet', fields: await tableColumns('parquet'), line: 1 };
  const fields = new Set<string>();
  let first: number | null = null;
  let opening: { readonly line: number; readonly text: string } | null = null;
  for await (const { number, text } of readSourceLines(file)) {
    if (number > HEAD_LINES) break;
    if (text.trim() === '') continue;
    opening ??= { line: number, text };
    const record = parseRecord(text);
    if (record !== null) first ??= number;
    for (const name of Object.keys(record ?? {})) fields.add(name);
  }
  if (first !== null) return { container: 'json-lines', fields: [...fields], line: first };
  if (opening === null) throw formatError(file.path, 'nothing but blank lines');
  return headOfTable(file, opening, tableColumns);
}

async function headOfTable(
  file: SourceFile,
  opening: { readonly line: number; readonly text: string },
  tableColumns: (container: 'csv') => Promise<string[]>,
): Promise<SourceHead> {
  if (/^\s*\[/u.test(opening.text)) {
    throw formatError(file.path, "one JSON array; one object a line is wanted (jq -c '.[]' makes it so)", opening.line);
  }
  if (/^\s*\{/u.test(opening.text)) {
    throw formatError(
      file.path,
      `no complete JSON object in the first ${HEAD_LINES} lines; one a line is wanted`,
      opening.line,
    );
  }
  if (!/[,;\t|]/u.test(opening.text) || opening.text.includes('\0')) {
    throw formatError(file.path, 'neither JSON lines nor a CSV header nor Parquet', opening.line);
  }
  return { container: 'csv', fields: await tableColumns('csv'), line: opening.line };
}

/** The object that a line holds; null for anything else. */
export function parseRecord(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
