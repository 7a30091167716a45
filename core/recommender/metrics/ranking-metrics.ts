import { hitAtK, randomHitAtK } from './hit-at-k.ts';
import { ndcgAtK, randomNdcgAtK } from './ndcg-at-k.ts';
import { randomReciprocalRank, reciprocalRank } from './reciprocal-rank.ts';
import { randomSuccess, success } from './success-rate.ts';

interface Metric {
  /** From the target's rank. */
  readonly of: (rank: number) => number;
  /** What a random order of `among` items gives on average. */
  readonly random: (among: number) => number;
}

/** Every metric reported of a ranking, under its name in `metrics.json`. */
export const METRICS = {
  hitAt1: { of: (rank) => hitAtK(rank, 1), random: (among) => randomHitAtK(among, 1) },
  hitAt5: { of: (rank) => hitAtK(rank, 5), random: (among) => randomHitAtK(among, 5) },
  hitAt10: { of: (rank) => hitAtK(rank, 10), random: (among) => randomHitAtK(among, 10) },
  ndcgAt5: { of: (rank) => ndcgAtK(rank, 5), random: (among) => randomNdcgAtK(among, 5) },
  ndcgAt10: { of: (rank) => ndcgAtK(rank, 10), random: (among) => randomNdcgAtK(among, 10) },
  mrr: { of: reciprocalRank, random: randomReciprocalRank },
  successRate: { of: success, random: randomSuccess },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
// Object.keys loses the literal names, which are those of the constant above.
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];
