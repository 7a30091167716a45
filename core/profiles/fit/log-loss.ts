import type { Cell, PredictionSet } from './prediction-set.ts';

/**
 * How well a memory predicts, in nats a review, and the prior strengths that go with it.
 *
 * Salience: -sum_a n_a log((W_a + k p_a) / (W + k)), n_a the review's shares: the Dirichlet-multinomial's predictive, so
 * that the k of least loss is its empirical Bayes estimate (for a static memory the loss is the marginal likelihood).
 *
 * Sentiment: the normal-normal predictive. A mention of share 1 has variance sigma_a^2 about its author's mean, which has
 * variance sigma_a^2 / kappa_a about the population's m_a; the mean y of a review's mentions of weight c is then
 *
 *   y ~ N((S_a + kappa_a m_a) / (W_a + kappa_a), sigma_a^2 (rho + (1 - rho) / c + 1 / (W_a + kappa_a)))
 *
 * where rho of the variance is the review's mood, shared by its mentions. kappa_a = within over between variance, of least loss among a grid; sigma_a^2 in closed form. Aspects borrow from the
 * pool of all (`POOLED` reviews' worth), since some have few predictions.
 */
export interface Strengths {
  readonly salience: number;
  /** By aspect place. */
  readonly sentiment: readonly number[];
  readonly variance: readonly number[];
}

const SALIENCE_GRID = [0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256] as const;
const SENTIMENT_GRID = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
/**
 * rho. Of 0, 1/2, 3/4 and 1 the value of least loss on restaurant and on instrument reviews, for users and items alike; with 0
 * the prior variance has to stand in for the mood, and the population seems to predict better than any profile.
 */
const MOOD = 0.5;
/** Predictions' worth of all aspects' figures that each aspect's own are joined with. */
const POOLED = 20;
/** Sentiments that never vary would have no variance at all, and intervals of no width. */
const LEAST_VARIANCE = 1e-3;

/** What memory number m knew; -1 knows nothing (the population alone). */
export type MemoryPlace = number;

interface Known {
  readonly weight: number;
  readonly signed: number;
  readonly total: number;
}

/** Knowledge behind each cell, looked up once. */
export function knowledgeOf(set: PredictionSet, memory: MemoryPlace): readonly Known[] {
  const [weights, signed] = [set.weights[memory], set.signed[memory]];
  const totals = new Float64Array(set.entity.length);
  if (weights !== undefined) {
    for (let at = 0; at < set.entity.length * set.width; at++) {
      const prediction = Math.floor(at / set.width);
      totals[prediction] = (totals[prediction] ?? 0) + (weights[at] ?? 0);
    }
  }
  return set.cells.map(({ prediction, aspect }) => {
    const at = prediction * set.width + aspect;
    return { weight: weights?.[at] ?? 0, signed: signed?.[at] ?? 0, total: totals[prediction] ?? 0 };
  });
}

export interface Scored {
  readonly set: PredictionSet;
  readonly knowledge: readonly Known[];
}

export function salienceLoss(cell: Cell, known: Known, k: number): number {
  return -cell.share * Math.log((known.weight + k * cell.populationSalience) / (known.total + k));
}

export function sentimentLoss(cell: Cell, known: Known, kappa: number, variance: number): number {
  const { gap, spread } = surprise(cell, known, kappa);
  return 0.5 * cell.share * (Math.log(2 * Math.PI * variance * spread) + (gap * gap) / (variance * spread));
}

/** Distance from the predicted mean, and the predictive variance over sigma_a^2. */
function surprise(cell: Cell, known: Known, kappa: number): { readonly gap: number; readonly spread: number } {
  const weight = known.weight + kappa;
  const mean = (known.signed + kappa * cell.populationSentiment) / weight;
  return { gap: cell.sentiment - mean, spread: MOOD + (1 - MOOD) / cell.weight + 1 / weight };
}

/** What strengths are fitted from: sums over cells for every value of the grids. They add up, so that a fold can be left out. */
export interface LossSums {
  /** Salience loss by value of its grid. */
  readonly salience: Float64Array;
  /** By value of its grid: per aspect, and for all at place `width`, sums of share, share log(spread), share gap^2 / spread. */
  readonly sentiment: readonly Float64Array[];
}

export function noSums(width: number): LossSums {
  return {
    salience: new Float64Array(SALIENCE_GRID.length),
    sentiment: SENTIMENT_GRID.map(() => new Float64Array(3 * (width + 1))),
  };
}

export function addCell(sums: LossSums, width: number, cell: Cell, known: Known): void {
  // Counted loops: this runs some ten million times.
  for (let place = 0; place < SALIENCE_GRID.length; place++) {
    add(sums.salience, place, salienceLoss(cell, known, SALIENCE_GRID[place] ?? 1));
  }
  for (let place = 0; place < SENTIMENT_GRID.length; place++) {
    const own = sums.sentiment[place];
    if (own === undefined) continue;
    const { gap, spread } = surprise(cell, known, SENTIMENT_GRID[place] ?? 1);
    const logSpread = cell.share * Math.log(spread);
    const misfit = (cell.share * gap * gap) / spread;
    for (let at = 3 * cell.aspect; ; at = 3 * width) {
      add(own, at, cell.share);
      add(own, at + 1, logSpread);
      add(own, at + 2, misfit);
      if (at === 3 * width) break;
    }
  }
}

function add(column: Float64Array, place: number, value: number): void {
  column[place] = (column[place] ?? 0) + value;
}

/** Sums of all folds but one; of all for null. */
export function sumsWithout(folds: readonly LossSums[], width: number, left: number | null): LossSums {
  const total = noSums(width);
  for (const [fold, sums] of folds.entries()) {
    if (fold === left) continue;
    for (const [place, value] of sums.salience.entries()) add(total.salience, place, value);
    for (const [grid, own] of sums.sentiment.entries()) {
      const into = total.sentiment[grid];
      if (into !== undefined) for (const [place, value] of own.entries()) add(into, place, value);
    }
  }
  return total;
}

/** Total loss under strengths of the grids, from sums alone. */
export function lossUnder(sums: LossSums, width: number, strengths: Strengths): number {
  let loss = sums.salience[SALIENCE_GRID.findIndex((k) => k === strengths.salience)] ?? 0;
  for (let aspect = 0; aspect < width; aspect++) {
    const own = sums.sentiment[SENTIMENT_GRID.findIndex((kappa) => kappa === strengths.sentiment[aspect])];
    const variance = strengths.variance[aspect] ?? 1;
    const [n, logSpread, misfit] = [0, 1, 2].map((column) => own?.[3 * aspect + column] ?? 0);
    loss += 0.5 * ((n ?? 0) * Math.log(2 * Math.PI * variance) + (logSpread ?? 0) + (misfit ?? 0) / variance);
  }
  return loss;
}

/** Prior strengths of least loss. */
export function fitStrengths(sums: LossSums, width: number): Strengths {
  const own = Array.from({ length: width }, (_, aspect) => bestSentiment(sums.sentiment, width, aspect));
  return {
    salience: SALIENCE_GRID[leastOf([...sums.salience])] ?? 1,
    sentiment: own.map(({ kappa }) => kappa),
    variance: own.map(({ variance }) => variance),
  };
}

function bestSentiment(
  sums: readonly Float64Array[],
  width: number,
  aspect: number,
): { readonly kappa: number; readonly variance: number } {
  const tried = SENTIMENT_GRID.map((kappa, place) => {
    const at = (row: number, column: number): number => sums[place]?.[3 * row + column] ?? 0;
    const pooled = POOLED / Math.max(1e-9, at(width, 0));
    const n = at(aspect, 0) + pooled * at(width, 0);
    const variance = n <= 0 ? 1 : Math.max(LEAST_VARIANCE, (at(aspect, 2) + pooled * at(width, 2)) / n);
    const spreads = at(aspect, 1) + pooled * at(width, 1);
    return { kappa, variance, loss: n * Math.log(variance) + spreads };
  });
  return tried[leastOf(tried.map(({ loss }) => loss))] ?? { kappa: 1, variance: 1 };
}

/** The first of the least. */
export function leastOf(values: readonly number[]): number {
  let least = 0;
  for (const [place, value] of values.entries()) if (value < (values[least] ?? Infinity)) least = place;
  return least;
}
