import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PipelineError } from '../../core/errors.ts';
import type { TableCodec, TableRow } from '../../core/storage/table-codec.ts';
import { readTableFile, writeTableFile } from './table-files.ts';

async function withScratchFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'convrecstudio-table-'));
  try {
    return await work(join(folder, 'table.parquet'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function decode(bytes: Uint8Array): Promise<TableRow[]> {
  return withScratchFile(async (path) => {
    await writeFile(path, bytes);
    const rows: TableRow[] = [];
    try {
      for await (const row of readTableFile(path)) rows.push(row);
    } catch (cause) {
      throw new PipelineError('artefact_invalid', 'These bytes are no Parquet table.', {}, cause);
    }
    return rows;
  });
}

/** Rows to Parquet (zstd) and back through DuckDB, by way of a scratch file. For large tables use `table-files.ts`. */
export function createDuckDbTableCodec(): TableCodec {
  return {
    encode: (schema, rows) =>
      withScratchFile(async (path) => {
        await writeTableFile(path, schema, rows);
        return new Uint8Array(await readFile(path));
      }),
    decode,
  };
}
