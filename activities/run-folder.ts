import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

import type { z } from 'zod';

import type { StandingStages } from '../core/config/resolve-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import type { ArtefactStore, LocalFile } from '../core/storage/artefact-store.ts';
import { runKeys } from '../core/storage/run-keys.ts';
import type { RunKeys } from '../core/storage/run-keys.ts';
import type { TableCodec, TableRow, TableSchema, TableSlice } from '../core/storage/table-codec.ts';
import type { ActivityPorts } from './ports.ts';

/** A run's folder in its store, typed at the door: everything read is validated, everything written is whole or absent. */
export interface RunFolder {
  readonly ref: RunRef;
  readonly store: ArtefactStore;
  readonly keys: RunKeys;
  readJson<T>(key: string, schema: z.ZodType<T>): Promise<T>;
  findJson<T>(key: string, schema: z.ZodType<T>): Promise<T | null>;
  writeJson(key: string, value: unknown): Promise<void>;
  /** All rows at once: for tables that grow with the dialogs or items, not with the reviews. */
  readTable(key: string): Promise<TableRow[]>;
  /** Rows in order, some thousands at a time: memory does not grow with the table. */
  tableBatches(key: string, slice?: TableSlice): AsyncGenerator<readonly TableRow[]>;
  /** Gives the number of rows. A stream of any length is written out of core. */
  writeTable(key: string, schema: TableSchema, rows: Iterable<TableRow> | AsyncIterable<TableRow>): Promise<number>;
  /** Tables of one schema as one, in the order given. */
  concatenateTables(from: readonly string[], to: string): Promise<void>;
  readBytes(key: string): Promise<Uint8Array>;
  /** Of an artefact of any size; hexadecimal. */
  sha256(key: string): Promise<string>;
  config(): Promise<RunConfig>;
}

export function openRunFolder(ports: Pick<ActivityPorts, 'openStore' | 'tables'>, ref: RunRef): RunFolder {
  return runFolder(ports.openStore(ref.store), ports.tables, ref);
}

export function runFolder(store: ArtefactStore, tables: TableCodec, ref: RunRef): RunFolder {
  const keys = runKeys(ref.run);
  const readBytes = async (key: string): Promise<Uint8Array> => {
    const bytes = await store.get(key);
    if (bytes === null) {
      throw new PipelineError(
        'artefact_missing',
        `${key} is not in ${store.uri}: the stage that writes it has not run`,
        {
          subject: key,
        },
      );
    }
    return bytes;
  };
  const findJson = async <T>(key: string, schema: z.ZodType<T>): Promise<T | null> => {
    const bytes = await store.get(key);
    return bytes === null ? null : parseJson(key, bytes, schema);
  };
  const readJson = async <T>(key: string, schema: z.ZodType<T>): Promise<T> =>
    parseJson(key, await readBytes(key), schema);
  return {
    ref,
    store,
    keys,
    readBytes,
    readJson,
    findJson,
    writeJson: (key, value) => store.put(key, encodeJson(value)),
    async readTable(key) {
      const rows: TableRow[] = [];
      for await (const batch of tableBatches(store, tables, key)) rows.push(...batch);
      return rows;
    },
    tableBatches: (key, slice) => tableBatches(store, tables, key, slice),
    writeTable: (key, schema, rows) => tables.write(schema, rows, (path) => store.putFile(key, path)),
    concatenateTables: (from, to) => concatenateTables(store, tables, from, to),
    async sha256(key) {
      const file = await store.localFile(key);
      try {
        const digest = createHash('sha256');
        for await (const part of createReadStream(file.path)) digest.update(part as Uint8Array); // no encoding: bytes
        return digest.digest('hex');
      } finally {
        await file.release();
      }
    },
    config: () => readJson(keys.config, RunConfigSchema),
  };
}

async function* tableBatches(
  store: ArtefactStore,
  tables: TableCodec,
  key: string,
  slice?: TableSlice,
): AsyncGenerator<readonly TableRow[]> {
  const file = await store.localFile(key);
  try {
    yield* tables.read(file.path, slice);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== 'artefact_invalid') throw error;
    throw damaged(key, error);
  } finally {
    await file.release();
  }
}

async function concatenateTables(
  store: ArtefactStore,
  tables: TableCodec,
  from: readonly string[],
  to: string,
): Promise<void> {
  const files: LocalFile[] = [];
  try {
    for (const key of from) files.push(await store.localFile(key));
    await tables.concatenate(
      files.map(({ path }) => path),
      (path) => store.putFile(to, path),
    );
  } finally {
    for (const file of files) await file.release();
  }
}

export const encodeJson = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

function parseJson<T>(key: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw damaged(key, error);
  }
}

const damaged = (key: string, cause: unknown): PipelineError =>
  new PipelineError(
    'artefact_invalid',
    `${key} is damaged: restore it, or delete it to have it made again`,
    { subject: key },
    cause,
  );

/** What says that the run is done goes: it is not, until it is made anew. */
export async function reopen({ store, keys }: RunFolder): Promise<void> {
  await store.delete(keys.report);
  await store.delete(keys.summary);
}

/** Stages whose outputs stand: what made them cannot change any more. */
export async function stagesThatStand({ store, keys }: RunFolder): Promise<StandingStages> {
  const [reviews, aspects, profiles, targets] = await Promise.all(
    [keys.reviewFunnel, keys.clusters, keys.userProfiles, keys.targets].map((key) => store.exists(key)),
  );
  return {
    reviews: reviews ?? false,
    aspects: aspects ?? false,
    profiles: profiles ?? false,
    targets: targets ?? false,
  };
}
