import { z } from 'zod';

import { VARIANTS } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';

export const EpochReportSchema = z.object({
  /** From 1. */
  epoch: z.number().int().min(1),
  /** Mean cross-entropy over the training examples, nats. */
  loss: z.number(),
  /** Null where there are no validation dialogs. */
  validationNdcgAt10: z.number().nullable(),
});
export type EpochReport = z.infer<typeof EpochReportSchema>;

export const CheckpointMetaSchema = z.object({
  variant: z.enum(VARIANTS),
  seed: z.number().int(),
  /** SHA-256 over data, settings, variant and seed: a checkpoint of anything else is not resumed. */
  fingerprint: z.string(),
  /** Optimizer steps done. */
  step: z.number().int().nonnegative(),
  epochs: z.array(EpochReportSchema),
  /** The epoch whose weights are kept; 0 before the first. */
  bestEpoch: z.number().int().nonnegative(),
  finished: z.boolean(),
  /**
   * How far the epoch under way is: with the seeds, all of the data's order. `batches` of it are done, with the sum of their
   * losses by example.
   */
  within: z
    .object({
      batches: z.number().int().nonnegative(),
      examples: z.number().int().nonnegative(),
      lossSum: z.number(),
    })
    .default({ batches: 0, examples: 0, lossSum: 0 }),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(z.number().int()) })),
});
export type CheckpointMeta = z.infer<typeof CheckpointMetaSchema>;

/** Training between two steps. `weights` holds four runs of all parameters: values, AdamW's two running sums, the best values. */
export interface Checkpoint {
  readonly meta: CheckpointMeta;
  readonly weights: Float32Array;
}

/** Where checkpoints of one training are kept. */
export interface CheckpointStore {
  load(): Promise<Checkpoint | null>;
  save(checkpoint: Checkpoint): Promise<void>;
}

const HEADER_BYTES = 4;
/** Then the floats lie in memory as they do in the file: no loop over millions of them. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * One artefact, whole or absent: the length of the JSON (uint32, little-endian), the JSON padded with spaces to four
 * bytes, then the floats (little-endian).
 */
export function encodeCheckpoint({ meta, weights }: Checkpoint): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(meta));
  const padded = Math.ceil(json.length / 4) * 4;
  const bytes = new Uint8Array(HEADER_BYTES + padded + weights.length * 4).fill(
    0x20,
    HEADER_BYTES,
    HEADER_BYTES + padded,
  );
  const view = new DataView(bytes.buffer);
  view.setUint32(0, padded, true);
  bytes.set(json, HEADER_BYTES);
  if (IS_LITTLE_ENDIAN) {
    bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength), HEADER_BYTES + padded);
  } else {
    weights.forEach((weight, at) => view.setFloat32(HEADER_BYTES + padded + at * 4, weight, true));
  }
  return bytes;
}

/** Throws `artefact_invalid`, naming `subject`. */
export function decodeCheckpoint(bytes: Uint8Array, subject: string): Checkpoint {
  const invalid = (why: string, cause?: unknown): PipelineError =>
    new PipelineError(
      'artefact_invalid',
      `${subject} is no checkpoint: ${why}. Delete it to train anew.`,
      { subject },
      cause,
    );
  if (bytes.length < HEADER_BYTES) throw invalid('it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const padded = view.getUint32(0, true);
  const start = HEADER_BYTES + padded;
  if (start > bytes.length || (bytes.length - start) % 4 !== 0) throw invalid('its length does not fit its header');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER_BYTES, start)));
  } catch (error) {
    throw invalid('its header is not JSON', error);
  }
  const meta = CheckpointMetaSchema.safeParse(json);
  if (!meta.success) throw invalid(z.prettifyError(meta.error), meta.error);
  const weights = IS_LITTLE_ENDIAN
    ? new Float32Array(bytes.slice(start).buffer)
    : Float32Array.from({ length: (bytes.length - start) / 4 }, (_, at) => view.getFloat32(start + at * 4, true));
  const size = meta.data.parameters.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  if (weights.length !== 4 * size) throw invalid(`${4 * size} weights expected, ${weights.length} found`);
  return { meta: meta.data, weights };
}
