import type { RunConfig } from '../../config/run-config.ts';
import type { DecayCandidate, DecayReport, SideFit } from '../profile-fit.ts';
import { compareLosses } from './compare-losses.ts';
import { evaluateMemory, FOLDS, type Evaluated } from './evaluate-memory.ts';
import { knowledgeOf, leastOf, type Strengths } from './log-loss.ts';
import { fitPerAspect } from './per-aspect.ts';
import { collectPredictions, type Memory, type PredictionInput, type PredictionSet } from './prediction-set.ts';

/**
 * Decay and shrinkage of profiles, fitted on the training period alone by a temporal hold-out: each of its reviews with
 * earlier ones of the same user (item) is predicted from the profile as of its time (log-loss.ts). Losses are out of fold:
 * whoever is predicted had no part in choosing half-life or prior strengths, so that a half-life gains nothing from having
 * been picked among many. The paper names the decay and leaves gamma open; all of this is ours.
 *
 * As with every fit, a profile inside the training period is weighed by figures that the whole training period chose; its
 * sums, prior and evidence stop strictly before t.
 */
export const HALF_LIVES_DAYS = [30, 60, 90, 180, 365, 730, 1460, 2920] as const;
/** Fewer predictions fit nothing (a world of first reviews): these stand in. */
const LEAST_PREDICTIONS = 20;
const STANDING_IN = { halfLifeDays: 365, salience: 8, sentiment: 4, variance: 0.25 } as const;

export function fitSide(input: PredictionInput, aspectIds: readonly number[], settings: RunConfig['profile']): SideFit {
  const grid = halfLifeGrid(settings);
  const memories: Memory[] = [...grid.map((halfLifeDays) => ({ halfLifeDays })), { halfLifeDays: null }, 'last-review'];
  const set = collectPredictions(input, memories);
  if (set.entity.length < LEAST_PREDICTIONS) return standingIn(aspectIds, settings, set);
  const evaluated = [...memories.keys(), -1].map((memory) =>
    evaluateMemory({ set, knowledge: knowledgeOf(set, memory) }),
  );
  const decays = evaluated.slice(0, grid.length);
  const globalOf = (fold: number | null): number => chosenPlace(decays, grid, settings, fold);
  const own = settings.halfLifeDays === 'per-aspect' ? fitPerAspect(set, decays, globalOf) : null;
  const kept = settings.use === 'static' ? grid.length : globalOf(null);
  const halfLives =
    settings.use === 'static' || own === null
      ? aspectIds.map(() => grid[kept] ?? null)
      : own.choice.map((place) => grid[place] ?? null);
  const strengths = settings.use === 'static' || own === null ? evaluated[kept]?.whole : own.strengths;
  const report = reportOf(set, evaluated, grid, own?.evaluated ?? null, outOfFold(set, decays, globalOf));
  return { aspectIds: [...aspectIds], halfLifeDays: halfLives, ...configured(strengths, settings), decay: report };
}

/** The grid; a configured half-life stands in it too, so that its loss is told. */
function halfLifeGrid({ halfLifeDays }: RunConfig['profile']): number[] {
  const asked = typeof halfLifeDays === 'number' ? [halfLifeDays] : [];
  return [...new Set([...HALF_LIVES_DAYS, ...asked])].sort((a, b) => a - b);
}

/** Of least loss in the fold's other folds (null: in all); or the configured one. */
function chosenPlace(
  decays: readonly Evaluated[],
  grid: readonly number[],
  { halfLifeDays }: RunConfig['profile'],
  fold: number | null,
): number {
  if (typeof halfLifeDays === 'number') return grid.indexOf(halfLifeDays);
  return leastOf(decays.map((one) => (fold === null ? meanOf(one.losses) : (one.elsewhere[fold] ?? Infinity))));
}

/** Losses of a half-life chosen for each fold on the others. */
function outOfFold(set: PredictionSet, decays: readonly Evaluated[], globalOf: (fold: number) => number): Float64Array {
  const places = Array.from({ length: FOLDS }, (_, fold) => globalOf(fold));
  return new Float64Array(set.entity.length).map(
    (_, prediction) => decays[places[(set.entity[prediction] ?? 0) % FOLDS] ?? 0]?.losses[prediction] ?? 0,
  );
}

function reportOf(
  set: PredictionSet,
  evaluated: readonly Evaluated[],
  grid: readonly number[],
  perAspect: Pick<Evaluated, 'losses' | 'salienceLosses'> | null,
  globalLosses: Float64Array,
): DecayReport {
  const losses = perAspect?.losses ?? globalLosses;
  const others = ['static', 'last-review', 'population'] as const;
  const versus = others.map((name, place) => ({
    versus: name,
    ...compareLosses(set, losses, evaluated[grid.length + place]?.losses ?? new Float64Array(0)),
  }));
  const candidates = evaluated.map((one, place) =>
    candidateOf(one, grid[place] === undefined ? (others[place - grid.length] ?? 'static') : 'decay', grid[place]),
  );
  return {
    predictions: set.entity.length,
    entities: set.entities,
    candidates: perAspect === null ? candidates : [...candidates, candidateOf(perAspect, 'per-aspect', undefined)],
    logLoss: meanOf(losses),
    versus,
    earnsItsPlace: (versus[0]?.interval.high ?? 0) < 0,
  };
}

function candidateOf(
  { losses, salienceLosses }: Pick<Evaluated, 'losses' | 'salienceLosses'>,
  memory: DecayCandidate['memory'],
  halfLifeDays: number | undefined,
): DecayCandidate {
  const [logLoss, salienceLogLoss] = [meanOf(losses), meanOf(salienceLosses)];
  const sentimentLogLoss = logLoss - salienceLogLoss;
  return { memory, halfLifeDays: halfLifeDays ?? null, salienceLogLoss, sentimentLogLoss, logLoss };
}

const meanOf = (losses: Float64Array): number =>
  losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);

/** A configured prior strength k is k pseudo-sentences of the population: k for saliences, k p_a for aspect a's sentiment. */
function configured(
  strengths: Strengths | undefined,
  { priorStrength }: RunConfig['profile'],
): Pick<SideFit, 'salienceStrength' | 'sentimentStrength' | 'sentimentVariance'> {
  const fitted = priorStrength === 'fitted';
  return {
    salienceStrength: fitted ? (strengths?.salience ?? STANDING_IN.salience) : priorStrength,
    sentimentStrength: fitted ? [...(strengths?.sentiment ?? [])] : null,
    sentimentVariance: [...(strengths?.variance ?? [])],
  };
}

function standingIn(aspectIds: readonly number[], settings: RunConfig['profile'], set: PredictionSet): SideFit {
  const { halfLifeDays } = settings;
  const days = typeof halfLifeDays === 'number' ? halfLifeDays : STANDING_IN.halfLifeDays;
  const strengths = {
    salience: STANDING_IN.salience,
    sentiment: aspectIds.map(() => STANDING_IN.sentiment),
    variance: aspectIds.map(() => STANDING_IN.variance),
  };
  return {
    aspectIds: [...aspectIds],
    halfLifeDays: aspectIds.map(() => (settings.use === 'static' ? null : days)),
    ...configured(strengths, settings),
    decay: {
      predictions: set.entity.length,
      entities: set.entities,
      candidates: [],
      logLoss: null,
      versus: [],
      earnsItsPlace: false,
    },
  };
}
