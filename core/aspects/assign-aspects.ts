import type { AspectModel } from './aspect-model.ts';
import { project } from './projection-head.ts';
import { rowDot } from './vectors.ts';

/** One aspect's share in a unit or sentence, sentiment aside. */
export interface AspectShare {
  readonly aspectId: number;
  /** Posterior share, in (0, 1]. */
  readonly score: number;
}

/** Further aspects of a sentence need at least this posterior share, and this part of the strongest one's. */
const MIN_SHARE = 0.15;
const MIN_OF_STRONGEST = 0.4;
const MAX_ASPECTS = 3;

/**
 * Softmax over projected cosines at the fitted temperature: the likelihood that prototype InfoNCE trains. All K aspects
 * of each row, by id; shares sum to 1. Embeddings are (n, dimension) of the encoder that the model names.
 */
export function aspectShares(model: AspectModel, embeddings: Float32Array): AspectShare[][] {
  const { projected, dimension } = model.head;
  const clusters = model.centroids.length / projected;
  const rows = project(model.head, embeddings);
  return Array.from({ length: embeddings.length / dimension }, (_, row) => {
    const cosines = Array.from({ length: clusters }, (_, c) => rowDot(rows, row, model.centroids, c, projected));
    const highest = Math.max(...cosines);
    const weights = cosines.map((cosine) => Math.exp((cosine - highest) / model.temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight, aspectId) => ({ aspectId, score: weight / total }));
  });
}

/** The strongest aspect and up to two more that are worth telling, strongest first. */
export function strongestShares(shares: readonly AspectShare[]): AspectShare[] {
  const sorted = [...shares].sort((a, b) => b.score - a.score || a.aspectId - b.aspectId).slice(0, MAX_ASPECTS);
  const floor = Math.max(MIN_SHARE, MIN_OF_STRONGEST * (sorted[0]?.score ?? 0));
  return sorted.filter((share, place) => place === 0 || share.score >= floor);
}
