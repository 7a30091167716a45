import { argMax, matMul, max, tensor2d } from '@tensorflow/tfjs-core';

import { createRandom, deriveSeed, type Random } from '../random.ts';
import { valuesOf } from './tensor-values.ts';
import { gatherRows, normaliseRows, rowDot } from './vectors.ts';

/**
 * Spherical k-means (Dhillon and Modha, 2001): maximises the sum over sentences of z_i . mu_{c(i)}, with unit rows z
 * and unit centroids mu_c = normalise(sum of the rows assigned to c). k-means++ seeding by 1 - cosine, several starts,
 * best objective kept; a warm start goes on from given centroids instead.
 */
export interface Clustering {
  /** (K, width), unit rows. */
  readonly centroids: Float32Array;
  /** Centroid of each row; ties go to the lower index. */
  readonly assignment: Int32Array;
  /** Mean cosine of a row with its centroid. */
  readonly objective: number;
}

export interface SphericalKMeansOptions {
  readonly clusters: number;
  readonly seed: number;
  readonly starts: number;
  readonly maxIterations: number;
}

const CONVERGED = 1e-5;
/** A start shows what it is worth long before it has settled; only the best one is brought to its end. */
const TRIAL_ITERATIONS = 10;

export function sphericalKMeans(unitRows: Float32Array, width: number, options: SphericalKMeansOptions): Clustering {
  let best: Clustering | undefined;
  for (let start = 0; start < options.starts; start++) {
    const random = createRandom(deriveSeed(options.seed, 'k-means++', start));
    const seeds = seedCentroids(unitRows, width, options.clusters, random);
    const found = refineCentroids(unitRows, width, seeds, Math.min(TRIAL_ITERATIONS, options.maxIterations));
    if (best === undefined || found.objective > best.objective) best = found;
  }
  if (best === undefined) throw new RangeError('spherical k-means needs at least one start');
  return refineCentroids(unitRows, width, best.centroids, options.maxIterations);
}

/** Lloyd iterations from given centroids: the warm start. An empty cluster takes the row farthest from its centroid. */
export function refineCentroids(
  unitRows: Float32Array,
  width: number,
  start: Float32Array,
  maxIterations: number,
): Clustering {
  let centroids: Float32Array = Float32Array.from(start);
  let current = assignRows(unitRows, width, centroids);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    centroids = centroidsOf(unitRows, width, current, centroids.length / width);
    const next = assignRows(unitRows, width, centroids);
    const gain = next.objective - current.objective;
    current = next;
    if (gain < CONVERGED) break;
  }
  return { centroids, assignment: current.assignment, objective: current.objective };
}

interface Assigned {
  readonly assignment: Int32Array;
  readonly cosines: Float32Array;
  readonly objective: number;
}

/** Rows of one product: bounds the cosines that stand in memory at once. */
const BLOCK_ROWS = 8192;

function assignRows(unitRows: Float32Array, width: number, centroids: Float32Array): Assigned {
  const rows = unitRows.length / width;
  const assignment = new Int32Array(rows);
  const cosines = new Float32Array(rows);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, rows - from);
    const [nearest, highest] = valuesOf(() => {
      const block = tensor2d(unitRows.subarray(from * width, (from + size) * width), [size, width]);
      const table = tensor2d(centroids, [centroids.length / width, width]);
      const products = matMul(block, table, false, true);
      return [argMax(products, 1), max(products, 1)];
    });
    assignment.set(nearest ?? [], from);
    cosines.set(highest ?? [], from);
  }
  return { assignment, cosines, objective: cosines.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, rows) };
}

function centroidsOf(unitRows: Float32Array, width: number, assigned: Assigned, clusters: number): Float32Array {
  const sums = new Float32Array(clusters * width);
  const sizes = new Int32Array(clusters);
  for (const [row, cluster] of assigned.assignment.entries()) {
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    for (let k = 0; k < width; k++) {
      sums[cluster * width + k] = (sums[cluster * width + k] ?? 0) + (unitRows[row * width + k] ?? 0);
    }
  }
  const empty = [...sizes.keys()].filter((cluster) => sizes[cluster] === 0);
  if (empty.length > 0) {
    const farthest = [...assigned.cosines.keys()].sort(
      (a, b) => (assigned.cosines[a] ?? 0) - (assigned.cosines[b] ?? 0) || a - b,
    );
    for (const [place, cluster] of empty.entries()) {
      sums.set(gatherRows(unitRows, [farthest[place % farthest.length] ?? 0], width), cluster * width);
    }
  }
  return normaliseRows(sums, width);
}

/** k-means++ on the sphere: each next seed is drawn in proportion to its distance 1 - cosine to the nearest seed. */
function seedCentroids(unitRows: Float32Array, width: number, clusters: number, random: Random): Float32Array {
  const rows = unitRows.length / width;
  const chosen = [random.int(rows)];
  const distance = new Float64Array(rows).fill(Infinity);
  while (chosen.length < clusters) {
    const last = chosen.at(-1) ?? 0;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const gap = Math.max(0, 1 - rowDot(unitRows, row, unitRows, last, width));
      distance[row] = Math.min(distance[row] ?? 0, gap);
      total += distance[row] ?? 0;
    }
    let left = random.next() * total;
    let next = 0;
    while (next < rows - 1 && (left -= distance[next] ?? 0) > 0) next++;
    chosen.push(next);
  }
  return gatherRows(unitRows, chosen, width);
}
