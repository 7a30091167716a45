import {
  addCell,
  fitStrengths,
  lossUnder,
  noSums,
  salienceLoss,
  sentimentLoss,
  sumsWithout,
  type Scored,
  type Strengths,
} from './log-loss.ts';
import type { Cell, PredictionSet } from './prediction-set.ts';

/** Whoever is predicted takes no part in what predicts it: entities fall into folds. */
export const FOLDS = 5;

export function foldOf(set: PredictionSet, cell: Cell): number {
  return (set.entity[cell.prediction] ?? 0) % FOLDS;
}

/** How well one memory predicts, out of fold. */
export interface Evaluated {
  /** By prediction, nats; salience and sentiment weigh the same. */
  readonly losses: Float64Array;
  /** Of them the salience's part. */
  readonly salienceLosses: Float64Array;
  /** Total loss of the other folds' reviews under strengths fitted on them, by fold: what a choice for the fold may look at. */
  readonly elsewhere: readonly number[];
  /** Fitted without each fold, and on all. */
  readonly byFold: readonly Strengths[];
  readonly whole: Strengths;
}

export function evaluateMemory(scored: Scored): Evaluated {
  const { set, knowledge } = scored;
  const folds = Array.from({ length: FOLDS }, () => noSums(set.width));
  for (const [index, cell] of set.cells.entries()) {
    const [sums, known] = [folds[foldOf(set, cell)], knowledge[index]];
    if (sums !== undefined && known !== undefined) addCell(sums, set.width, cell, known);
  }
  const others = (left: number | null) => sumsWithout(folds, set.width, left);
  const byFold = Array.from({ length: FOLDS }, (_, fold) => fitStrengths(others(fold), set.width));
  const losses = new Float64Array(set.entity.length);
  const salienceLosses = new Float64Array(set.entity.length);
  for (const [index, cell] of set.cells.entries()) {
    const [strengths, known] = [byFold[foldOf(set, cell)], knowledge[index]];
    if (strengths === undefined || known === undefined) continue;
    const ofSalience = salienceLoss(cell, known, strengths.salience);
    const ofSentiment = sentimentLoss(cell, known, ...ofAspect(strengths, cell.aspect));
    losses[cell.prediction] = (losses[cell.prediction] ?? 0) + ofSalience + ofSentiment;
    salienceLosses[cell.prediction] = (salienceLosses[cell.prediction] ?? 0) + ofSalience;
  }
  return {
    losses,
    salienceLosses,
    elsewhere: byFold.map((strengths, fold) => lossUnder(others(fold), set.width, strengths)),
    byFold,
    whole: fitStrengths(others(null), set.width),
  };
}

/** kappa_a and sigma_a^2. */
export function ofAspect(strengths: Strengths, aspect: number): [kappa: number, variance: number] {
  return [strengths.sentiment[aspect] ?? 1, strengths.variance[aspect] ?? 1];
}
