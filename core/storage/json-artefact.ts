import type { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { ArtefactStore } from './artefact-store.ts';

/** Two-space JSON with a final newline, in the order of the fields: what people open, and the same bytes every time. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** Parses and validates an artefact's bytes; throws `artefact_invalid` naming the key and each field that is wrong. */
export function decodeJson<T>(key: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PipelineError(
      'artefact_invalid',
      `The artefact ${key} is not JSON: it was damaged or edited. Restore it, or delete it so that it is made again.`,
      { subject: key },
      cause,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`,
  );
  throw new PipelineError(
    'artefact_invalid',
    `The artefact ${key} does not have the expected fields (${problems.slice(0, 5).join('; ')}): it was damaged, edited or ` +
      'written by another version. Restore it, or delete it so that it is made again.',
    { subject: key, problems },
  );
}

/** Null where there is none. */
export async function readJson<T>(store: ArtefactStore, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const bytes = await store.get(key);
  return bytes === null ? null : decodeJson(key, bytes, schema);
}

/** As `readJson`, for what an earlier step must have written: throws `artefact_missing`. */
export async function requireJson<T>(store: ArtefactStore, key: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readJson(store, key, schema);
  if (value !== null) return value;
  throw new PipelineError(
    'artefact_missing',
    `There is no ${key} in ${store.uri}: the stage that writes it has not run.`,
    {
      subject: key,
    },
  );
}

export async function writeJson(store: ArtefactStore, key: string, value: unknown): Promise<void> {
  await store.put(key, encodeJson(value));
}
