import type { RunConfig } from '../config/run-config.ts';
import type { Described, MentionTimelines } from './columns/mention-timelines.ts';
import { gammaPerMs } from './decay.ts';
import type { Population } from './population.ts';
import type { SideFit } from './profile-fit.ts';
import { createRunningSums, type OpinionSums } from './running-sums.ts';

/** All that answers about users (or items) as of t are made from. */
export interface ProfileView {
  readonly of: Described;
  readonly timelines: MentionTimelines;
  readonly population: (timestampMs: number) => Population;
  readonly sums: (pair: number, timestampMs: number) => OpinionSums;
  readonly settings: RunConfig['profile'];
  readonly fit: SideFit;
  /** By aspect place, a millisecond. */
  readonly gammas: readonly number[];
}

export function createProfileView(
  input: Pick<ProfileView, 'of' | 'timelines' | 'population' | 'settings' | 'fit'>,
): ProfileView {
  const { timelines, of, fit } = input;
  return {
    ...input,
    sums: createRunningSums(timelines, of.sentences, fit.halfLifeDays),
    gammas: fit.halfLifeDays.map(gammaPerMs),
  };
}

/** kappa_a, the pseudo-mentions of the population behind a sentiment. */
export function sentimentStrength({ fit }: ProfileView, aspect: number, populationSalience: number): number {
  return fit.sentimentStrength?.[aspect] ?? fit.salienceStrength * populationSalience;
}

/**
 * Variance of the sentiment's normal posterior: sigma_a^2 / (W_a + kappa_a). Decayed evidence counts as less of it
 * (a power prior), so that an opinion that nobody renewed widens again.
 */
export function sentimentVariance({ fit }: ProfileView, aspect: number, weight: number): number {
  return (fit.sentimentVariance[aspect] ?? 1) / weight;
}
