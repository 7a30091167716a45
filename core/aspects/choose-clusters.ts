import { createRandom, deriveSeed } from '../random.ts';
import type { ClusterStability } from './cluster-stability.ts';
import { consensusFeatures, fitConsensus } from './consensus.ts';
import { adjustedRandIndex } from './rand-index.ts';
import { refineCentroids } from './spherical-k-means.ts';
import { gatherRows } from './vectors.ts';

/**
 * K by stability (Ben-Hur, Elisseeff and Guyon, 2002; von Luxburg, 2010): the units are split into random halves, each
 * half is clustered by itself (a consensus of 8 fits), both clusterings name all units, and the adjusted Rand index says how far they agree.
 *
 *   S(K)  = mean over R splits of ARI(c_K fitted on A_r, c_K fitted on B_r)
 *   K     = the largest K of the grid with S(K) >= max S - max(SE of that mean, 0.02)
 *
 * The largest among those that are as stable: more aspects tell more, as long as they are no accident of the sample.
 * Adjusted for chance, S does not favour few clusters by itself. Bounded: at most 6,000 units, whatever the sample.
 */
export interface ClusterChoice {
  readonly clusters: number;
  /** By K; empty where the sample is too small to compare. */
  readonly stability: readonly ClusterStability[];
}

const CLUSTER_GRID = [8, 10, 12, 15, 20, 25, 30, 40] as const;
const SPLITS = 3;
const MAX_ROWS = 6_000;
/** A half must have as many units for each cluster. */
const ROWS_A_CLUSTER = 5;
const TOLERANCE = 0.02;
/** Fits of a half's consensus: fewer than the final one has, of the same kind. */
const MEMBERS = 8;

/** Unit rows (n, width). The smallest K of the grid (or fewer, in tiny samples) where the sample supports no other. */
export async function chooseClusters(unitRows: Float32Array, width: number, seed: number): Promise<ClusterChoice> {
  const all = unitRows.length / width;
  const random = createRandom(deriveSeed(seed, 'choose clusters'));
  const shuffled = random.shuffle([...Array(all).keys()]).slice(0, MAX_ROWS);
  const rows = gatherRows(unitRows, shuffled, width);
  const half = Math.floor(shuffled.length / 2);
  const grid = CLUSTER_GRID.filter((clusters) => clusters * ROWS_A_CLUSTER <= half);
  if (grid.length === 0) return { clusters: Math.max(2, Math.min(CLUSTER_GRID[0], half)), stability: [] };
  const stability: ClusterStability[] = [];
  for (const clusters of grid) {
    const scores: number[] = [];
    for (let split = 0; split < SPLITS; split++) {
      scores.push(await agreementOfHalves(rows, width, clusters, deriveSeed(seed, 'split', split)));
    }
    const mean = scores.reduce((sum, score) => sum + score, 0) / SPLITS;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (SPLITS - 1);
    stability.push({ clusters, mean, error: Math.sqrt(variance / SPLITS) });
  }
  const best = stability.reduce((a, b) => (b.mean > a.mean ? b : a));
  const floor = best.mean - Math.max(best.error, TOLERANCE);
  const chosen = stability.filter(({ mean }) => mean >= floor).at(-1) ?? best;
  return { clusters: chosen.clusters, stability };
}

async function agreementOfHalves(rows: Float32Array, width: number, clusters: number, seed: number): Promise<number> {
  const order = createRandom(seed).shuffle([...Array(rows.length / width).keys()]);
  const half = Math.floor(order.length / 2);
  const named: number[][] = [];
  for (const [side, own] of [order.slice(0, half), order.slice(half)].entries()) {
    const options = { clusters, seed: deriveSeed(seed, side), members: MEMBERS };
    const { consensus } = await fitConsensus(gatherRows(rows, own, width), width, options);
    const features = consensusFeatures(consensus, clusters, rows, width);
    const wide = consensus.prototypes.length / clusters;
    named.push([...refineCentroids(features, wide, consensus.prototypes, 0).assignment]);
  }
  return adjustedRandIndex(named[0] ?? [], named[1] ?? []);
}
