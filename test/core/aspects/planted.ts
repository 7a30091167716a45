import { createRandom } from '../../../core/random.ts';

/** Topics that speak in words of their own, and embeddings that lie around one direction each. */
const TOPICS = [
  ['guitar strings', 'The guitar strings are bright.', 'New guitar strings arrived.'],
  ['ear pads', 'The ear pads are soft.', 'These ear pads wear out.'],
  ['battery life', 'The battery life is short.', 'Amazing battery life here.'],
] as const;

export interface Planted {
  readonly texts: string[];
  readonly reviewIds: string[];
  readonly embeddings: Float32Array;
  readonly topics: number[];
  readonly dimension: number;
}

/** `count` sentences, topic i % 3, each of a review of two; a common direction makes the space anisotropic. */
export function plantedSentences(count: number, seed: number, noise = 0.25, dimension = 16): Planted {
  const random = createRandom(seed);
  const topics = Array.from({ length: count }, (_, index) => index % TOPICS.length);
  const embeddings = new Float32Array(count * dimension);
  for (const [row, topic] of topics.entries()) {
    const vector = Array.from({ length: dimension }, () => noise * random.normal());
    vector[topic] = (vector[topic] ?? 0) + 1;
    vector[dimension - 1] = (vector[dimension - 1] ?? 0) + 1.5;
    const length = Math.hypot(...vector);
    embeddings.set(
      vector.map((value) => value / length),
      row * dimension,
    );
  }
  return {
    texts: topics.map((topic, index) => TOPICS[topic]?.[1 + (index % 2)] ?? ''),
    reviewIds: topics.map((_, index) => `r${Math.floor(index / 2)}`),
    embeddings,
    topics,
    dimension,
  };
}

/** Share of rows whose cluster's majority topic is theirs. */
export function purity(assignment: ArrayLike<number>, topics: readonly number[]): number {
  const counts = new Map<number, Map<number, number>>();
  for (const [row, topic] of topics.entries()) {
    const own = counts.get(assignment[row] ?? -1) ?? new Map<number, number>();
    own.set(topic, (own.get(topic) ?? 0) + 1);
    counts.set(assignment[row] ?? -1, own);
  }
  return [...counts.values()].reduce((sum, own) => sum + Math.max(...own.values()), 0) / topics.length;
}
