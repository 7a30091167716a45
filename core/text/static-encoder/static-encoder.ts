import type { SentenceEncoder } from '../sentence-encoder.ts';
import { staticEncoderId, type StaticWeights } from './static-weights.ts';
import { createTermLookup } from './term-lookup.ts';

/**
 * Sentences to unit vectors by adding up rows of a table: no network, no tokeniser of another's. A sentence without
 * words gets normalise(b), the mean sentence. Plain loops in double precision: the same bits on every machine, alone or
 * among others.
 */
export function createStaticEncoder(weights: StaticWeights): SentenceEncoder {
  const { dimension, vectors } = weights;
  const termsOf = createTermLookup(weights);
  const bias = vectors.subarray(vectors.length - dimension);
  const sum = new Float64Array(dimension);
  const encodeOne = (sentence: string, target: Float32Array): void => {
    const { rows, words } = termsOf(sentence);
    sum.fill(0);
    for (const row of rows) {
      const from = row * dimension;
      for (let k = 0; k < dimension; k++) sum[k] = (sum[k] ?? 0) + (vectors[from + k] ?? 0);
    }
    const scale = 1 / Math.sqrt(Math.max(1, words));
    let square = 0;
    for (let k = 0; k < dimension; k++) {
      const value = (bias[k] ?? 0) + scale * (sum[k] ?? 0);
      sum[k] = value;
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (let k = 0; k < dimension; k++) target[k] = length === 0 ? 0 : (sum[k] ?? 0) / length;
  };
  return {
    id: staticEncoderId(weights),
    dimension,
    encode: async (sentences) => {
      const result = new Float32Array(sentences.length * dimension);
      for (const [row, sentence] of sentences.entries()) {
        encodeOne(sentence, result.subarray(row * dimension, (row + 1) * dimension));
      }
      return result;
    },
  };
}
