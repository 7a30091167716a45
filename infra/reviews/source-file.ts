import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { PipelineError } from '../../core/errors.ts';

export interface SourceFile {
  readonly path: string;
  readonly compressed: boolean;
  readonly parquet: boolean;
  readonly bytes: number;
  /** How the first line reads, if the file is a CSV. */
  readonly csv: CsvHeader;
}

export interface CsvHeader {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

export interface SourceLine {
  /** From 1. */
  readonly number: number;
  /** Without its line end; bytes that are no UTF-8 have become U+FFFD. */
  readonly text: string;
  readonly utf8: boolean;
}

/** Longest line taken into memory; a file without line ends is no file of lines. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Looks at a source's first bytes. Throws `source_missing`, or `source_format` for a folder or an empty file. */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const bytes = await sizeOf(path);
  if (bytes === 0) throw formatError(path, 'the file is empty');
  const handle = await open(path).catch((cause: unknown) => {
    throw new PipelineError(
      'source_missing',
      `Source ${path} cannot be read: check its permissions.`,
      { subject: path },
      cause,
    );
  });
  try {
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    const compressed = head[0] === 0x1f && head[1] === 0x8b;
    const parquet = head.toString('latin1') === 'PAR1';
    const file = { path, bytes, compressed, parquet, csv: { delimiter: ',', columns: [] } };
    return parquet ? file : { ...file, csv: await csvHeaderOf(file) };
  } finally {
    await handle.close();
  }
}

async function csvHeaderOf(file: SourceFile): Promise<CsvHeader> {
  for await (const { text } of readSourceLines(file)) {
    const counts = [',', '\t', ';', '|'].map((delimiter) => ({ delimiter, count: text.split(delimiter).length }));
    const { delimiter } = counts.reduce((best, next) => (next.count > best.count ? next : best));
    return { delimiter, columns: csvCells(text, delimiter) };
  }
  return file.csv;
}

/** The cells of one line; quotes as in RFC 4180. */
function csvCells(line: string, delimiter: string): string[] {
  const cells = [''];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) cells.push('');
    else cells.push((cells.pop() ?? '') + character);
  }
  return cells.map((cell) => cell.trim());
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new PipelineError(
      'source_missing',
      `Source ${path} is not there: check the path (relative paths count from the working directory).`,
      { subject: path },
      cause,
    );
  });
  if (!found.isFile()) throw formatError(path, 'it is no file; name the file of reviews itself');
  return found.size;
}

export function formatError(path: string, problem: string, line?: number): PipelineError {
  const place = line === undefined ? path : `${path}, line ${line}`;
  return new PipelineError('source_format', `${place}: ${problem}.`, { subject: place });
}

/** All lines of a plain or gzipped file, streamed. Throws `source_format` where the gzip stream is damaged. */
export async function* readSourceLines(file: SourceFile): AsyncGenerator<SourceLine> {
  let number = 0;
  try {
    for await (const bytes of lineBytes(file)) {
      number++;
      const utf8 = isUtf8(bytes);
      yield { number, utf8, text: number === 1 ? withoutByteOrderMark(bytes.toString()) : bytes.toString() };
    }
  } catch (cause) {
    if (cause instanceof PipelineError || !isCompressionFault(cause)) throw cause;
    const problem = 'the gzip stream breaks off or is damaged after this line; fetch the file again';
    throw new PipelineError(
      'source_format',
      `${file.path}, line ${number}: ${problem}.`,
      { subject: file.path },
      cause,
    );
  }
}

function isCompressionFault(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function byteStream(file: SourceFile): AsyncIterable<Buffer> {
  const plain = createReadStream(file.path, { highWaterMark: 1 << 20 });
  if (!file.compressed) return plain;
  // The iteration below reports faults; the callback only keeps them from being unhandled.
  return pipeline(plain, createGunzip({ chunkSize: 1 << 18 }), () => {});
}

async function* lineBytes(file: SourceFile): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of byteStream(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      yield bytes.subarray(start, bytes[end - 1] === CARRIAGE_RETURN && end > start ? end - 1 : end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LINE_BYTES)
      throw formatError(file.path, 'a line is longer than 64 MiB; one record a line is wanted');
  }
  if (rest.length > 0) yield rest;
}
