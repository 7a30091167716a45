import type { z } from 'zod';

import type { StandingStages } from '../core/config/resolve-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import type { ArtefactStore } from '../core/storage/artefact-store.ts';
import { runKeys } from '../core/storage/run-keys.ts';
import type { RunKeys } from '../core/storage/run-keys.ts';
import type { TableCodec, TableRow, TableSchema } from '../core/storage/table-codec.ts';
import type { ActivityPorts } from './ports.ts';

/** A run's folder in its store, typed at the door: everything read is validated, everything written is whole or absent. */
export interface RunFolder {
  readonly ref: RunRef;
  readonly store: ArtefactStore;
  readonly keys: RunKeys;
  readJson<T>(key: string, schema: z.ZodType<T>): Promise<T>;
  findJson<T>(key: string, schema: z.ZodType<T>): Promise<T | null>;
  writeJson(key: string, value: unknown): Promise<void>;
  readTable(key: string): Promise<TableRow[]>;
  writeTable(key: string, schema: TableSchema, rows: Iterable<TableRow>): Promise<void>;
  readBytes(key: string): Promise<Uint8Array>;
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
    readTable: async (key) => tables.decode(await readBytes(key)),
    writeTable: async (key, schema, rows) => store.put(key, await tables.encode(schema, rows)),
    config: () => readJson(keys.config, RunConfigSchema),
  };
}

export const encodeJson = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

function parseJson<T>(key: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new PipelineError(
      'artefact_invalid',
      `${key} is damaged: restore it, or delete it to have it made again`,
      {
        subject: key,
      },
      error,
    );
  }
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
