import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PipelineError } from '../../core/errors.ts';
import type { TableCodec, TableRow, TableSlice } from '../../core/storage/table-codec.ts';
import { concatenateTableFiles, readTableFile, writeTableFile } from './table-files.ts';

async function withScratchFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'convrecstudio-table-'));
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
      const next = await batches.next().catch((cause: unknown) => {
        throw new PipelineError('artefact_invalid', `${localPath} is no Parquet table, or is damaged.`, {}, cause);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await batches.return(undefined);
  }
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
