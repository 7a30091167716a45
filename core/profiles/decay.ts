import type { RunConfig } from '../config/run-config.ts';

const DAY_MS = 86_400_000;
export const YEAR_MS = 365.25 * DAY_MS;

/**
 * w(dt) = exp(-gamma dt) (paper, temporal profiling), with gamma = ln 2 / half-life: the paper leaves gamma open. A
 * static profile forgets nothing: w = 1. `dt` is the time between a review and the moment of asking, never negative.
 */
export function decayOf(profile: RunConfig['profile']): (dtMs: number) => number {
  if (profile.use === 'static') return () => 1;
  const gammaPerMs = Math.LN2 / (profile.halfLifeDays * DAY_MS);
  return (dtMs) => Math.exp(-gammaPerMs * dtMs);
}
