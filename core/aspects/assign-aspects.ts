import { otherAspectId, type AspectModel } from './aspect-model.ts';
import { consensusFeatures } from './consensus.ts';
import { project } from './projection-head.ts';
import { rowDot } from './vectors.ts';

/** One aspect's share in a unit or sentence, sentiment aside. */
export interface AspectShare {
  readonly aspectId: number;
  /** Posterior share, in (0, 1]. */
  readonly score: number;
}

/** Further aspects of a sentence need at least this posterior share, and this part of the strongest one's. */
const MIN_SHARE = 0.12;
const MIN_OF_STRONGEST = 0.3;
const MAX_ASPECTS = 3;
/** Width of the passage from an aspect to none, in cosines. */
const FLOOR_WIDTH = 0.02;

/**
 * Shares of the K aspects in each row by id, and last that of "other" (id K) where the model has a floor; they sum to 1.
 *
 *   other(z)  = 1 / (1 + exp((max_k z . mu_k - floor) / 0.02))
 *   share_k   = (1 - other) softmax_k(s_k / tau),    s_k = phi(z) . nu_k  (z . mu_k without a consensus)
 *
 * Embeddings are (n, dimension) of the encoder that the model names.
 */
export function aspectShares(model: AspectModel, embeddings: Float32Array): AspectShare[][] {
  const { consensus, centroids, floor } = model;
  const { projected } = model.head;
  const clusters = otherAspectId(model);
  const rows = project(model.head, embeddings);
  const features = consensus === null ? rows : consensusFeatures(consensus, clusters, rows, projected);
  const prototypes = consensus === null ? centroids : consensus.prototypes;
  const width = prototypes.length / clusters;
  return Array.from({ length: rows.length / projected }, (_, row) => {
    const similarity = similarities(features, row, prototypes, width);
    const nearest = Math.max(...(consensus === null ? similarity : similarities(rows, row, centroids, projected)));
    const other = floor === null ? 0 : 1 / (1 + Math.exp((nearest - floor) / FLOOR_WIDTH));
    const highest = Math.max(...similarity);
    const weights = similarity.map((value) => Math.exp((value - highest) / model.temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = weights.map((weight, aspectId) => ({ aspectId, score: ((1 - other) * weight) / total }));
    return floor === null ? shares : [...shares, { aspectId: clusters, score: other }];
  });
}

function similarities(rows: Float32Array, row: number, table: Float32Array, width: number): number[] {
  return Array.from({ length: table.length / width }, (_, entry) => rowDot(rows, row, table, entry, width));
}

/** The strongest aspect and up to two more that are worth telling, strongest first. */
export function strongestShares(shares: readonly AspectShare[]): AspectShare[] {
  const sorted = [...shares].sort((a, b) => b.score - a.score || a.aspectId - b.aspectId).slice(0, MAX_ASPECTS);
  const floor = Math.max(MIN_SHARE, MIN_OF_STRONGEST * (sorted[0]?.score ?? 0));
  return sorted.filter((share, place) => place === 0 || share.score >= floor);
}
