import { createHash } from 'node:crypto';
import { z } from 'zod';

import { PipelineError } from '../../errors.ts';

/**
 * What a static encoder knows: a vector for each term. With n the words of a sentence,
 *
 *   x = normalise(b + n^{-1/2} sum_{t in words and bigrams} E[t])
 */
export interface StaticWeights {
  /** The encoder whose embeddings these approximate: a model fitted on its embeddings takes these too. */
  readonly teacherId: string;
  readonly dimension: number;
  /** Both in code point order. */
  readonly words: readonly string[];
  readonly bigrams: readonly string[];
  /** (words.length + bigrams.length + 2, dimension): E of words, of bigrams, of an unknown word, then b. */
  readonly vectors: Float32Array;
}

export const StaticEncoderJsonSchema = z.object({
  format: z.literal('convrecstudio-static-encoder-1'),
  teacherId: z.string().min(1),
  dimension: z.int().positive(),
  words: z.array(z.string().min(1)),
  bigrams: z.array(z.string().min(3)),
});
export type StaticEncoderJson = z.infer<typeof StaticEncoderJsonSchema>;

/** `static-encoder.json` and `static-encoder.f32` of a run's aspects. */
export interface EncodedStaticWeights {
  readonly json: StaticEncoderJson;
  readonly vectors: Float32Array;
}

/** Rows of the table that are neither words nor bigrams: the unknown word, and b. */
export const OTHER_ROWS = 2;

export function encodeStaticWeights(weights: StaticWeights): EncodedStaticWeights {
  const { teacherId, dimension, words, bigrams, vectors } = weights;
  return {
    json: {
      format: 'convrecstudio-static-encoder-1',
      teacherId,
      dimension,
      words: [...words],
      bigrams: [...bigrams],
    },
    vectors,
  };
}

/** Throws `artefact_invalid` where the two parts are damaged or do not fit each other. */
export function decodeStaticWeights(encoded: {
  readonly json: unknown;
  readonly vectors: Float32Array;
}): StaticWeights {
  const parsed = StaticEncoderJsonSchema.safeParse(encoded.json);
  if (!parsed.success) throw invalid('static-encoder.json', z.prettifyError(parsed.error));
  const { teacherId, dimension, words, bigrams } = parsed.data;
  const { vectors } = encoded;
  const expected = (words.length + bigrams.length + OTHER_ROWS) * dimension;
  if (vectors.length !== expected) {
    throw invalid('static-encoder.f32', `has ${vectors.length} numbers, expected ${expected}`);
  }
  if (!vectors.every(Number.isFinite)) throw invalid('static-encoder.f32', 'holds numbers that are not finite');
  return { teacherId, dimension, words, bigrams, vectors };
}

/** `static-` and a hash of all that the encoder knows: the same weights have the same id on every machine. */
export function staticEncoderId(weights: StaticWeights): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(encodeStaticWeights(weights).json));
  const { buffer, byteOffset, byteLength } = weights.vectors;
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return `static-${hash.digest('hex').slice(0, 16)}`;
}

function invalid(file: string, problem: string): PipelineError {
  return new PipelineError(
    'artefact_invalid',
    `aspects/${file} ${problem}; delete the run's aspects folder and start the run again`,
    { subject: file },
  );
}
