import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { PipelineError } from '../../core/errors.ts';
import type { TableCodec, TableRow, TableSlice } from '../../core/storage/table-codec.ts';
import { fileStoreError } from '../storage/file-errors.ts';
import { concatenateTableFiles, readTableFile, writeTableFile } from './table-files.ts';
import { openScratch } from '../scratch.ts';

async function withScratchFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await openScratch('table');
  try {
    return await work(join(folder, 'table.parquet'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* read(localPath: string, slice?: TableSlice): AsyncGenerator<readonly TableRow[]> {
  const batches = readTableFile(localPath, slice);
  try {
    for (;;) {
      // Not around the yield: a fault of whoever takes the rows is none of the table's.
      const next = await batches.next().catch((cause: unknown) => tellApart(cause, localPath));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await batches.return(undefined);
  }
}

/** A file that cannot be read, or a machine without memory, says nothing of the table: only the rest is damage. */
async function tellApart(cause: unknown, localPath: string): Promise<never> {
  try {
    await (await open(localPath, 'r')).close();
  } catch (error) {
    throw fileStoreError(error, 'read', localPath);
  }
  if (cause instanceof Error && /^Out of Memory/i.test(cause.message)) {
    throw fileStoreError(cause, 'read', localPath);
  }
  throw new PipelineError('artefact_invalid', `${localPath} is no Parquet table, or is damaged.`, {}, cause);
}

/** Rows to Parquet (zstd) and back through DuckDB, streaming. */
export function createDuckDbTableCodec(): TableCodec {
  return {
    write: (schema, rows, deliver) =>
      withScratchFile(async (path) => {
        const count = await writeTableFile(path, schema, rows);
        await deliver(path);
        return count;
      }),
    concatenate: (localPaths, deliver) =>
      withScratchFile(async (path) => {
        await concatenateTableFiles(localPaths, path);
        await deliver(path);
      }),
    read,
  };
}
