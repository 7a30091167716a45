import {
  addCell,
  fitStrengths,
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
  /** Means over predictions. */
  readonly salienceLogLoss: number;
  readonly sentimentLogLoss: number;
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
  const without = (left: number | null): Strengths => fitStrengths(sumsWithout(folds, set.width, left), set.width);
  const byFold = Array.from({ length: FOLDS }, (_, fold) => without(fold));
  const losses = new Float64Array(set.entity.length);
  const elsewhere = byFold.map(() => 0);
  let [salience, sentiment] = [0, 0];
  for (const [index, cell] of set.cells.entries()) {
    const known = knowledge[index];
    if (known === undefined) continue;
    for (const [fold, strengths] of byFold.entries()) {
      const ofSalience = salienceLoss(cell, known, strengths.salience);
      const ofSentiment = sentimentLoss(cell, known, ...ofAspect(strengths, cell.aspect));
      if (foldOf(set, cell) === fold) {
        losses[cell.prediction] = (losses[cell.prediction] ?? 0) + ofSalience + ofSentiment;
        salience += ofSalience;
        sentiment += ofSentiment;
      } else elsewhere[fold] = (elsewhere[fold] ?? 0) + ofSalience + ofSentiment;
    }
  }
  const predictions = Math.max(1, set.entity.length);
  return {
    losses,
    salienceLogLoss: salience / predictions,
    sentimentLogLoss: sentiment / predictions,
    elsewhere,
    byFold,
    whole: without(null),
  };
}

/** kappa_a and sigma_a^2. */
export function ofAspect(strengths: Strengths, aspect: number): [kappa: number, variance: number] {
  return [strengths.sentiment[aspect] ?? 1, strengths.variance[aspect] ?? 1];
}
