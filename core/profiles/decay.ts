export const DAY_MS = 86_400_000;
export const YEAR_MS = 365.25 * DAY_MS;

/**
 * gamma of w(dt) = exp(-gamma dt) (paper, temporal profiling), a millisecond, from the half-life in days: gamma = ln 2 /
 * half-life. The paper leaves gamma open. Null forgets nothing: gamma = 0, w = 1.
 */
export function gammaPerMs(halfLifeDays: number | null): number {
  return halfLifeDays === null ? 0 : Math.LN2 / (halfLifeDays * DAY_MS);
}
