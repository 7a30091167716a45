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
 * Sentences between two looks at what other processes have written. It bounds what a kill can lose, and how much two
 * processes that encode the same sentences at the same moment do twice. Smaller ones leave a core idle at each end.
 */
const CHUNK = 512;

/** Encodes a sentence once a machine: the same bits come back from the cache as from the model. */
export function createCachedEncoder({ encoder, directory }: CachedEncoderOptions): CachedEncoder {
  // An id is never used as a path.
  const folder = createHash('sha256').update(encoder.id).digest('hex').slice(0, 16);
  const cache = new VectorCache(join(directory, folder), encoder.dimension);
  const counts = { cached: 0, encoded: 0 };
  const spoken = new Map<string, Float32Array>();
  let queue: Promise<unknown> = Promise.resolve();

  const encode = (sentences: readonly string[]): Promise<Float32Array> =>
    encodeThrough(encoder, cache, sentences, counts);
  return {
    id: encoder.id,
    dimension: encoder.dimension,
    encode: (sentences, { passing = false } = {}) => {
      if (passing) return encodePassing(encoder, spoken, sentences);
      // One call after the other: two at once would both miss the same sentences.
      const done = queue.then(() => encode(sentences));
      queue = done.catch(() => {});
      return done;
    },
    counts: () => ({ ...counts }),
    close: () => cache.close(),
  };
}

/** Some of what is spoken in passing comes again ("That sounds good"): 15 MB of it is kept in memory. */
const SPOKEN = 10_000;

async function encodePassing(
  encoder: SentenceEncoder,
  spoken: Map<string, Float32Array>,
  sentences: readonly string[],
): Promise<Float32Array> {
  const { dimension } = encoder;
  const result = new Float32Array(sentences.length * dimension);
  const missing: { readonly sentence: string; readonly index: number }[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const known = spoken.get(sentence);
    if (known === undefined) missing.push({ sentence, index });
    else result.set(known, index * dimension);
  }
  if (missing.length === 0) return result;
  const rows = await encoder.encode(missing.map(({ sentence }) => sentence));
  if (spoken.size + missing.length > SPOKEN) spoken.clear();
  for (const [at, { sentence, index }] of missing.entries()) {
    const row = rows.slice(at * dimension, (at + 1) * dimension);
    spoken.set(sentence, row);
    result.set(row, index * dimension);
  }
  return result;
}

interface Entry {
  readonly sentence: string;
  readonly key: Buffer;
  /** Its vector, to be filled. */
  readonly vector: Float32Array;
}

/**
 * What is missing goes to the encoder in order of length over the whole request, so that a batch holds sentences of
 * one length however the request is ordered.
 */
async function encodeThrough(
  encoder: SentenceEncoder,
  cache: VectorCache,
  sentences: readonly string[],
  counts: { cached: number; encoded: number },
): Promise<Float32Array> {
  const { dimension } = encoder;
  cache.refresh();
  const places = new Map<string, number>();
  for (const sentence of sentences) if (!places.has(sentence)) places.set(sentence, places.size);
  const vectors = new Float32Array(places.size * dimension);
  const missing = [...places]
    .map(([sentence, place]) => {
      const vector = vectors.subarray(place * dimension, (place + 1) * dimension);
      return { sentence, key: VectorCache.key(sentence), vector };
    })
    .filter(({ key, vector }) => !cache.read(key, vector))
    .sort((a, b) => a.sentence.length - b.sentence.length);
  let encoded = 0;
  for (let start = 0; start < missing.length; start += CHUNK) {
    encoded += await encodeChunk(encoder, cache, missing.slice(start, start + CHUNK));
  }
  counts.encoded += encoded;
  counts.cached += places.size - encoded;
  const result = new Float32Array(sentences.length * dimension);
  for (const [index, sentence] of sentences.entries()) {
    const from = (places.get(sentence) ?? 0) * dimension;
    result.set(vectors.subarray(from, from + dimension), index * dimension);
  }
  return result;
}

/** Encodes and keeps what no other process has written meanwhile; returns how many that were. */
async function encodeChunk(encoder: SentenceEncoder, cache: VectorCache, chunk: readonly Entry[]): Promise<number> {
  cache.refresh();
  const missing = chunk.filter(({ key, vector }) => !cache.read(key, vector));
  if (missing.length === 0) return 0;
  const { dimension } = encoder;
  const encoded = await encoder.encode(missing.map(({ sentence }) => sentence));
  for (const [at, { vector }] of missing.entries()) {
    vector.set(encoded.subarray(at * dimension, (at + 1) * dimension));
  }
  await cache.append(
    missing.map(({ key }) => key),
    encoded,
  );
  return missing.length;
}
