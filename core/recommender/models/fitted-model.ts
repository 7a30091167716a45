import type { FittedVariant, RankingExample, RecommenderData } from '../recommender-data.ts';

/** Scores of all items for one example, (N): higher is better. */
export type Scorer = (example: RankingExample) => Float32Array;

/** A variant that is counted from training data once; deterministic, the same for every seed. */
export interface FittedModel {
  readonly variant: FittedVariant;
  /** Raised when the same data give other scores than before. */
  readonly revision: number;
  fit(data: RecommenderData): Scorer;
}
