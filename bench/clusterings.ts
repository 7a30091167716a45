import { argMax, matMul, max, mul, sub, tensor1d, tensor2d } from '@tensorflow/tfjs-core';

import type { Random } from '../core/random.ts';
import { createRandom, deriveSeed } from '../core/random.ts';
import { orthonormalColumns } from '../core/aspects/projection-head.ts';
import { refineCentroids, sphericalKMeans } from '../core/aspects/spherical-k-means.ts';
import { tagTokens } from '../core/text/language.ts';
import { valuesOf } from '../core/aspects/tensor-values.ts';
import { gatherRows, normaliseRows, rowDot } from '../core/aspects/vectors.ts';

/** Baselines of the aspects' benchmark: fitted on training texts, they name a cluster for each row of others. */
export interface TextRows {
  readonly texts: readonly string[];
  /** (texts, dimension), unit rows. */
  readonly embeddings: Float32Array;
}

export type Namer = (rows: TextRows) => number[];

const STARTS = 4;
const ITERATIONS = 40;

/** Spherical k-means of the embeddings as they are. */
export function plainSpherical(training: TextRows, dimension: number, clusters: number, seed: number): Namer {
  const options = { clusters, seed, starts: STARTS, maxIterations: ITERATIONS };
  const { centroids } = sphericalKMeans(training.embeddings, dimension, options);
  return ({ embeddings }) => [...refineCentroids(embeddings, dimension, centroids, 0).assignment];
}

/** Lloyd's k-means (Euclidean), k-means++ starts, the lowest inertia of four kept. */
export function plainKMeans(training: TextRows, dimension: number, clusters: number, seed: number): Namer {
  let best: { centroids: Float32Array; inertia: number } | undefined;
  for (let start = 0; start < STARTS; start++) {
    const found = lloyd(training.embeddings, dimension, clusters, createRandom(deriveSeed(seed, 'start', start)));
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  const centroids = best?.centroids ?? new Float32Array();
  return ({ embeddings }) => [...nearestOf(embeddings, dimension, centroids).nearest];
}

function lloyd(rows: Float32Array, width: number, clusters: number, random: Random) {
  let centroids = seeds(rows, width, clusters, random);
  let inertia = Infinity;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const found = nearestOf(rows, width, centroids);
    if (inertia - found.inertia < 1e-5 * found.inertia) break;
    inertia = found.inertia;
    centroids = means(rows, width, found.nearest, centroids);
  }
  return { centroids, inertia };
}

function seeds(rows: Float32Array, width: number, clusters: number, random: Random): Float32Array {
  const count = rows.length / width;
  const chosen = [random.int(count)];
  const distance = new Float64Array(count).fill(Infinity);
  while (chosen.length < clusters) {
    const last = gatherRows(rows, [chosen.at(-1) ?? 0], width);
    const { distances } = nearestOf(rows, width, last);
    let total = 0;
    for (let row = 0; row < count; row++) total += distance[row] = Math.min(distance[row] ?? 0, distances[row] ?? 0);
    let left = random.next() * total;
    let next = 0;
    while (next < count - 1 && (left -= distance[next] ?? 0) > 0) next++;
    chosen.push(next);
  }
  return gatherRows(rows, chosen, width);
}

/** Nearest centroid of unit rows by squared distance, 1 - 2 x.c + c.c; ties to the lower index. */
function nearestOf(rows: Float32Array, width: number, centroids: Float32Array) {
  const count = rows.length / width;
  const squares = Float32Array.from({ length: centroids.length / width }, (_, c) =>
    rowDot(centroids, c, centroids, c, width),
  );
  const [nearest, gains] = valuesOf(() => {
    const products = matMul(tensor2d(rows, [count, width]), tensor2d(centroids, [squares.length, width]), false, true);
    const scores = sub(mul(products, 2), tensor1d(squares));
    return [argMax(scores, 1), max(scores, 1)];
  });
  const distances = Float64Array.from(gains ?? [], (gain) => Math.max(0, 1 - gain));
  return { nearest: Int32Array.from(nearest ?? []), distances, inertia: distances.reduce((sum, d) => sum + d, 0) };
}

/** An empty cluster stays where it was. */
function means(rows: Float32Array, width: number, nearest: Int32Array, before: Float32Array): Float32Array {
  const sums = new Float64Array(before.length);
  const sizes = new Float64Array(before.length / width);
  for (const [row, c] of nearest.entries()) {
    sizes[c] = (sizes[c] ?? 0) + 1;
    for (let k = 0; k < width; k++) sums[c * width + k] = (sums[c * width + k] ?? 0) + (rows[row * width + k] ?? 0);
  }
  return before.map((value, at) => {
    const size = sizes[Math.floor(at / width)] ?? 0;
    return size === 0 ? value : (sums[at] ?? 0) / size;
  });
}

const VOCABULARY = 4_000;
/** Of the commonest words those that the tagger calls stop words are left out. */
const COMMONEST = 400;
const MIN_DOCUMENTS = 3;
const TOPICS = 100;
const SUBSPACE_ITERATIONS = 8;

/** TF-IDF of words, latent semantic analysis to 100 dimensions, spherical k-means. */
export function latentSemantic(training: TextRows, clusters: number, seed: number): Namer {
  const weigh = tfIdf(training.texts);
  const rows = training.texts.map(weigh.vector);
  const random = createRandom(deriveSeed(seed, 'latent semantic'));
  const { size } = weigh;
  const topics = Math.min(TOPICS, size);
  let basis: Float32Array = Float32Array.from({ length: size * topics }, () => random.normal());
  for (let step = 0; step < SUBSPACE_ITERATIONS; step++) {
    const turned = new Float32Array(size * topics);
    for (const row of rows) {
      const projected = timesBasis(row, basis, topics);
      for (const [term, weight] of row) {
        for (let k = 0; k < topics; k++)
          turned[term * topics + k] = (turned[term * topics + k] ?? 0) + weight * (projected[k] ?? 0);
      }
    }
    basis = orthonormalColumns(turned, size, topics);
  }
  const project = (texts: readonly string[]): Float32Array => {
    const out = new Float32Array(texts.length * topics);
    for (const [index, text] of texts.entries()) out.set(timesBasis(weigh.vector(text), basis, topics), index * topics);
    return normaliseRows(out, topics);
  };
  const { centroids } = sphericalKMeans(project(training.texts), topics, {
    clusters,
    seed,
    starts: STARTS,
    maxIterations: ITERATIONS,
  });
  return ({ texts }) => [...refineCentroids(project(texts), topics, centroids, 0).assignment];
}

type SparseRow = readonly (readonly [term: number, weight: number])[];

function timesBasis(row: SparseRow, basis: Float32Array, topics: number): Float32Array {
  const projected = new Float32Array(topics);
  for (const [term, weight] of row) {
    for (let k = 0; k < topics; k++) projected[k] = (projected[k] ?? 0) + weight * (basis[term * topics + k] ?? 0);
  }
  return projected;
}

function tfIdf(texts: readonly string[]): { readonly size: number; readonly vector: (text: string) => SparseRow } {
  const documents = new Map<string, number>();
  for (const text of texts)
    for (const term of new Set(terms(text))) documents.set(term, (documents.get(term) ?? 0) + 1);
  const byCount = [...documents].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = byCount
    .filter(([term, count], place) => count >= MIN_DOCUMENTS && (place >= COMMONEST || !isStopWord(term)))
    .slice(0, VOCABULARY);
  const index = new Map(kept.map(([term], place) => [term, place]));
  const weights = kept.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
  const vector = (text: string): SparseRow => {
    const counts = new Map<number, number>();
    for (const term of terms(text)) {
      const place = index.get(term);
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const row = [...counts].map(([place, count]) => [place, (1 + Math.log(count)) * (weights[place] ?? 0)] as const);
    const length = Math.hypot(...row.map(([, weight]) => weight)) || 1;
    return row.map(([place, weight]) => [place, weight / length] as const);
  };
  return { size: kept.length, vector };
}

function isStopWord(word: string): boolean {
  return tagTokens(word).every(({ stopWord }) => stopWord);
}

function terms(text: string): string[] {
  return text.toLowerCase().match(/[a-z']{2,}/gu) ?? [];
}
