import { nextFrame } from '@tensorflow/tfjs-core';

import { deriveSeed } from '../random.ts';
import { adjustedRandIndex } from './rand-index.ts';
import { averageLinkage } from './average-linkage.ts';
import { refineCentroids, sphericalKMeans, type Clustering } from './spherical-k-means.ts';
import { normaliseRows, rowDot } from './vectors.ts';

/**
 * Consensus of several fits. One spherical k-means fit is one of many near-equal optima: two seeds share about half of
 * what they find. So M fits differ in their seeds alone, each row is described by where all of them put it, and these
 * descriptions are clustered again (an ensemble of soft partitions; Strehl and Ghosh, 2002, give the hard case):
 *
 *   p_m(k | z) = softmax_k(z . mu_mk / tau_m)                                         m = 1..M, k = 1..K
 *   phi(z)     = (sqrt p_1(. | z), ..., sqrt p_M(. | z)) / sqrt M                     a unit row of M K numbers
 *   nu         = average linkage of the M K fits' clusters, each the mean phi of its rows, down to K,
 *                then spherical k-means of phi(z) from there;   c(z) = argmax_c phi(z) . nu_c
 *
 * phi . phi' is the mean Bhattacharyya coefficient of the fits' posteriors: 1 where all fits put two rows together. The
 * regions that follow are unions of pieces, no longer one cell around one centroid. M = 16 and tau_m = 0.06 are
 * ours; fits with more clusters than K gave less stable results, random starts of nu likewise.
 */
export interface Consensus {
  /** (M K, width): the centroids of all fits, fit by fit. */
  readonly members: Float32Array;
  /** (K, M K), unit rows: nu. */
  readonly prototypes: Float32Array;
  /** tau_m. */
  readonly temperature: number;
}

export interface ConsensusFit {
  readonly consensus: Consensus;
  readonly assignment: Int32Array;
  /** Mean adjusted Rand index of a member's clusters with the consensus: how far one fit can be trusted. */
  readonly agreement: number;
}

const MEMBERS = 16;
const MEMBER_ITERATIONS = 25;
const MEMBER_TEMPERATURE = 0.06;
const ITERATIONS = 40;

/** Clusters unit rows (n, width). Looks at the event loop after each member. */
export async function fitConsensus(
  unitRows: Float32Array,
  width: number,
  options: { readonly clusters: number; readonly seed: number; readonly members?: number },
): Promise<ConsensusFit> {
  const { clusters, members: count = MEMBERS } = options;
  const fits: Clustering[] = [];
  for (let member = 0; member < count; member++) {
    const seed = deriveSeed(options.seed, 'consensus member', member);
    fits.push(sphericalKMeans(unitRows, width, { clusters, seed, starts: 1, maxIterations: MEMBER_ITERATIONS }));
    await nextFrame();
  }
  const members = new Float32Array(count * clusters * width);
  for (const [member, fit] of fits.entries()) members.set(fit.centroids, member * clusters * width);
  const features = consensusFeatures({ members, temperature: MEMBER_TEMPERATURE }, clusters, unitRows, width);
  const wide = count * clusters;
  const start = averageLinkage(meansOfClusters(features, wide, fits, clusters), wide, clusters);
  const found = refineCentroids(features, wide, start, ITERATIONS);
  await nextFrame();
  return {
    consensus: { members, prototypes: found.centroids, temperature: MEMBER_TEMPERATURE },
    assignment: found.assignment,
    agreement: fits.reduce((sum, fit) => sum + adjustedRandIndex(fit.assignment, found.assignment), 0) / count,
  };
}

/** Unit means of phi over the rows of each cluster of each fit, (M K, M K). */
function meansOfClusters(
  features: Float32Array,
  wide: number,
  fits: readonly Clustering[],
  clusters: number,
): Float32Array {
  const means = new Float32Array(wide * wide);
  for (const [member, { assignment }] of fits.entries()) {
    for (const [row, cluster] of assignment.entries()) {
      const target = means.subarray((member * clusters + cluster) * wide, (member * clusters + cluster + 1) * wide);
      for (let k = 0; k < wide; k++) target[k] = (target[k] ?? 0) + (features[row * wide + k] ?? 0);
    }
  }
  return normaliseRows(means, wide);
}

/** phi of unit rows (n, width): (n, M K), unit rows. Plain loops: the same on every backend. */
export function consensusFeatures(
  { members, temperature }: Pick<Consensus, 'members' | 'temperature'>,
  clusters: number,
  unitRows: Float32Array,
  width: number,
): Float32Array {
  const rows = unitRows.length / width;
  const wide = members.length / width;
  const features = new Float32Array(rows * wide);
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < wide; from += clusters) {
      const own = features.subarray(row * wide + from, row * wide + from + clusters);
      let highest = -Infinity;
      for (let k = 0; k < clusters; k++) {
        const cosine = rowDot(unitRows, row, members, from + k, width);
        own[k] = cosine;
        if (cosine > highest) highest = cosine;
      }
      let total = 0;
      for (let k = 0; k < clusters; k++) total += own[k] = Math.exp(((own[k] ?? 0) - highest) / temperature);
      const scale = clusters / (total * wide);
      for (let k = 0; k < clusters; k++) own[k] = Math.sqrt((own[k] ?? 0) * scale);
    }
  }
  return features;
}
