import { evaluateMemory, foldOf, FOLDS, ofAspect, type Evaluated } from './evaluate-memory.ts';
import { knowledgeOf, leastOf, sentimentLoss, type Strengths } from './log-loss.ts';
import type { Cell, PredictionSet } from './prediction-set.ts';

export interface PerAspectFit {
  /** Place in the half-life grid, by aspect place. */
  readonly choice: readonly number[];
  readonly strengths: Strengths;
  /** Out of fold: for each fold its half-lives are chosen on the others. */
  readonly evaluated: Pick<Evaluated, 'losses' | 'salienceLosses'>;
}

/** A half-life of its own must gain this much, nats in all, over the global one: less is noise of choosing among eight. */
const LEAST_GAIN = 2;

/**
 * A half-life for each aspect: one sweep of coordinate descent from the global one, each aspect taking the half-life of
 * least loss while the others stand. Saliences share one total, so that an aspect's choice moves all of them.
 */
export function fitPerAspect(
  set: PredictionSet,
  decays: readonly Evaluated[],
  globalOf: (fold: number | null) => number,
): PerAspectFit {
  const choose = (fold: number | null): number[] => sweep(set, decays, globalOf(fold), fold);
  const byFold = Array.from({ length: FOLDS }, (_, fold) => evaluateMemory(mixed(set, choose(fold))));
  const losses = new Float64Array(set.entity.length);
  const salienceLosses = new Float64Array(set.entity.length);
  for (const [prediction, entity] of set.entity.entries()) {
    losses[prediction] = byFold[entity % FOLDS]?.losses[prediction] ?? 0;
    salienceLosses[prediction] = byFold[entity % FOLDS]?.salienceLosses[prediction] ?? 0;
  }
  const choice = choose(null);
  const whole = evaluateMemory(mixed(set, choice));
  return { choice, strengths: whole.whole, evaluated: { losses, salienceLosses } };
}

/** Memory in which each aspect has the half-life at its place. */
function mixed(set: PredictionSet, choice: readonly number[]) {
  const column = (from: readonly Float32Array[]): Float32Array =>
    new Float32Array(set.entity.length * set.width).map((_, at) => from[choice[at % set.width] ?? 0]?.[at] ?? 0);
  const own: PredictionSet = { ...set, weights: [column(set.weights)], signed: [column(set.signed)] };
  return { set: own, knowledge: knowledgeOf(own, 0) };
}

function sweep(set: PredictionSet, decays: readonly Evaluated[], start: number, fold: number | null): number[] {
  const choice = Array.from({ length: set.width }, () => start);
  const counts = (prediction: number): boolean => fold === null || (set.entity[prediction] ?? 0) % FOLDS !== fold;
  const totals = new Float64Array(set.entity.length);
  for (let at = 0; at < set.entity.length * set.width; at++) {
    const prediction = Math.floor(at / set.width);
    totals[prediction] = (totals[prediction] ?? 0) + (set.weights[start]?.[at] ?? 0);
  }
  const strengthsOf = (place: number): Strengths | undefined =>
    fold === null ? decays[place]?.whole : decays[place]?.byFold[fold];
  const k = strengthsOf(start)?.salience ?? 1;
  const cellsOf = Array.from({ length: set.width }, (): number[] => []);
  for (const [index, cell] of set.cells.entries()) {
    if (fold === null || foldOf(set, cell) !== fold) cellsOf[cell.aspect]?.push(index);
  }
  for (let aspect = 0; aspect < set.width; aspect++) {
    const cells = (cellsOf[aspect] ?? []).flatMap((index) => set.cells[index] ?? []);
    const gains = decays.map((_, place) => {
      const strengths = strengthsOf(place);
      if (strengths === undefined) return 0;
      const sentiment = sentimentOf(set, cells, place, strengths);
      return sentiment + salienceOf(set, { aspect, cells, totals, counts, k, start, place });
    });
    const best = leastOf(gains);
    if ((gains[start] ?? 0) - (gains[best] ?? 0) < LEAST_GAIN || best === start) continue;
    choice[aspect] = best;
    moveTotals(set, totals, aspect, start, best);
  }
  return choice;
}

function sentimentOf(set: PredictionSet, cells: readonly Cell[], place: number, strengths: Strengths): number {
  let loss = 0;
  for (const cell of cells) {
    const at = cell.prediction * set.width + cell.aspect;
    const known = { weight: set.weights[place]?.[at] ?? 0, signed: set.signed[place]?.[at] ?? 0, total: 0 };
    loss += sentimentLoss(cell, known, ...ofAspect(strengths, cell.aspect));
  }
  return loss;
}

interface Move {
  readonly aspect: number;
  readonly cells: readonly Cell[];
  /** Sum of W_a as of each prediction, under the choices so far. */
  readonly totals: Float64Array;
  readonly counts: (prediction: number) => boolean;
  readonly k: number;
  readonly start: number;
  readonly place: number;
}

/** Salience loss, up to what the aspect's half-life does not touch. */
function salienceOf(set: PredictionSet, { aspect, cells, totals, counts, k, start, place }: Move): number {
  let loss = 0;
  for (const [prediction, total] of totals.entries()) {
    if (!counts(prediction)) continue;
    const at = prediction * set.width + aspect;
    loss += Math.log(total + (set.weights[place]?.[at] ?? 0) - (set.weights[start]?.[at] ?? 0) + k);
  }
  for (const cell of cells) {
    const weight = set.weights[place]?.[cell.prediction * set.width + aspect] ?? 0;
    loss -= cell.share * Math.log(weight + k * cell.populationSalience);
  }
  return loss;
}

function moveTotals(set: PredictionSet, totals: Float64Array, aspect: number, from: number, to: number): void {
  for (const prediction of totals.keys()) {
    const at = prediction * set.width + aspect;
    totals[prediction] = (totals[prediction] ?? 0) + (set.weights[to]?.[at] ?? 0) - (set.weights[from]?.[at] ?? 0);
  }
}
