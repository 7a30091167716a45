import type { UnitFinished } from '../core/config/run-ref.ts';
import { countLetter, EMPTY_STOCK, recordOutcomes } from '../core/dataset/stock.ts';
import type { SimulationState } from './contract.ts';

/**
 * The coordinator's bookkeeping, pure: who is in flight, and who is worth starting next. The dataset is the first N
 * acceptable dialogs of the targets' seeded order, whatever order they finish in.
 */

export const emptyState = (
  counts: { readonly targets: number; readonly users: number },
  concurrency: number,
): SimulationState => ({
  ...EMPTY_STOCK,
  ...counts,
  nextUnit: 0,
  inFlight: [],
  mail: [],
  duplicates: 0,
  concurrency,
  paused: false,
  hold: null,
  held: [],
  budget: null,
  starved: false,
  granted: {},
});

/** News of a unit that is not in flight is old news, and changes nothing but the ledger's open places. */
export function takeNews(state: SimulationState, news: UnitFinished): SimulationState {
  const recorded = recordOutcomes(state, news.outcomes);
  const granted = { ...recorded.granted };
  delete granted[news.unit];
  return {
    ...recorded,
    granted,
    inFlight: recorded.inFlight.filter((unit) => unit !== news.unit),
    held: recorded.held.filter(({ unit }) => unit !== news.unit),
  };
}

/** Accepted dialogs needed: duplicates are accepted, but do not count. */
export const needed = (state: SimulationState, wanted: number): number => wanted + state.duplicates;

/** Enough accepted dialogs in the settled prefix, so that the first N can be chosen; retried ones are made first. */
export const canSelect = (state: SimulationState, wanted: number): boolean =>
  state.acceptedBefore >= needed(state, wanted) && !isRetrying(state);

const isRetrying = ({ retries, inFlight, users }: SimulationState): boolean =>
  retries.length > 0 || inFlight.some((unit) => unit >= users);

/** Nothing is left to try. */
export const isDrained = (state: SimulationState): boolean =>
  state.nextUnit >= state.users && state.retries.length === 0 && state.inFlight.length === 0;

/**
 * The unit worth starting next; null: none. Retried dialogs go first, being asked for by name. Of the others none is
 * started while those in flight may suffice: so a run makes no surplus, but for what near-duplicates leave. Unit k holds
 * target k and, where a user has several, later ones: those count only once the order has come to them. With nothing in
 * flight one is always started: whoever waits, waits for something.
 */
export function nextToLaunch(state: SimulationState, wanted: number): number | null {
  if (state.paused || state.hold !== null || state.inFlight.length >= state.concurrency) return null;
  const [retry] = state.retries;
  if (retry !== undefined) return retry;
  if (state.nextUnit >= state.users || state.acceptedBefore >= needed(state, wanted)) return null;
  const ordinary = state.inFlight.filter((unit) => unit < state.users).length;
  if (ordinary === 0) return state.nextUnit;
  const launched = state.tail.slice(0, Math.max(0, state.nextUnit - state.base));
  const accepted = state.acceptedBefore + countLetter(launched, 'a');
  return accepted + ordinary < needed(state, wanted) ? state.nextUnit : null;
}

export function markLaunched(state: SimulationState, unit: number, isStarted: boolean): SimulationState {
  return {
    ...state,
    nextUnit: unit === state.nextUnit ? unit + 1 : state.nextUnit,
    retries: state.retries.filter((retry) => retry !== unit),
    inFlight: isStarted ? [...state.inFlight, unit] : state.inFlight,
  };
}
