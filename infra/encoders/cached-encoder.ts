import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { SentenceEncoder } from '../../core/text/sentence-encoder.ts';
import { VectorCache } from './vector-cache.ts';

export interface CachedEncoderOptions {
  readonly encoder: SentenceEncoder;
  /** Shared by all processes and encoders; each encoder id has a folder of its own below. */
  readonly directory: string;
}

export interface CachedEncoder extends SentenceEncoder {
  /** Distinct sentences answered from the cache and by the model, by this process. */
  counts(): { readonly cached: number; readonly encoded: number };
  /** Releases the files; optional at the process's end. */
  close(): Promise<void>;
}

/**
 * Sentences between two looks at what other processes have written. It bounds memory, what a kill can lose, and how
 * much two processes that encode the same sentences at the same moment do twice.
 */
const CHUNK = 256;

/** Encodes a sentence once a machine: the same bits come back from the cache as from the model. */
export function createCachedEncoder({ encoder, directory }: CachedEncoderOptions): CachedEncoder {
  // An id is never used as a path.
  const folder = createHash('sha256').update(encoder.id).digest('hex').slice(0, 16);
  const cache = new VectorCache(join(directory, folder), encoder.dimension);
  const counts = { cached: 0, encoded: 0 };
  let queue: Promise<unknown> = Promise.resolve();

  const encode = async (sentences: readonly string[]): Promise<Float32Array> => {
    const result = new Float32Array(sentences.length * encoder.dimension);
    for (let start = 0; start < sentences.length; start += CHUNK) {
      const chunk = sentences.slice(start, start + CHUNK);
      const found = await encodeChunk(encoder, cache, chunk, counts);
      result.set(found, start * encoder.dimension);
    }
    return result;
  };
  return {
    id: encoder.id,
    dimension: encoder.dimension,
    // One call after the other: two at once would both miss the same sentences.
    encode: (sentences) => {
      const done = queue.then(() => encode(sentences));
      queue = done.catch(() => {});
      return done;
    },
    counts: () => ({ ...counts }),
    close: () => cache.close(),
  };
}

async function encodeChunk(
  encoder: SentenceEncoder,
  cache: VectorCache,
  sentences: readonly string[],
  counts: { cached: number; encoded: number },
): Promise<Float32Array> {
  const { dimension } = encoder;
  cache.refresh();
  const distinct = [...new Set(sentences)];
  const keys = distinct.map((sentence) => VectorCache.key(sentence));
  const vectors = new Float32Array(distinct.length * dimension);
  const row = (index: number): Float32Array => vectors.subarray(index * dimension, (index + 1) * dimension);
  const missing = [...keys.entries()].filter(([index, key]) => !cache.read(key, row(index)));
  counts.cached += distinct.length - missing.length;
  if (missing.length > 0) {
    const encoded = await encoder.encode(missing.map(([index]) => distinct[index] ?? ''));
    for (const [at, [index]] of missing.entries())
      row(index).set(encoded.subarray(at * dimension, (at + 1) * dimension));
    await cache.append(
      missing.map(([, key]) => key),
      encoded,
    );
    counts.encoded += missing.length;
  }
  const places = new Map(distinct.map((sentence, index) => [sentence, index]));
  const result = new Float32Array(sentences.length * dimension);
  for (const [index, sentence] of sentences.entries()) result.set(row(places.get(sentence) ?? 0), index * dimension);
  return result;
}
