import type { DialogOutcome, UnitFinished } from '../core/config/run-ref.ts';
import type { SimulationState } from './contract.ts';

/**
 * The coordinator's bookkeeping, pure: which targets are accepted, rejected or open, and how far the seeded order is
 * settled. The dataset is the first N acceptable dialogs of that order, whatever order they finish in.
 */

export const emptyState = (targets: number, concurrency: number): SimulationState => ({
  ledger: '.'.repeat(targets),
  byAttempt: [0, 0, 0, 0],
  nextUnit: 0,
  inFlight: [],
  finished: [],
  duplicates: 0,
  concurrency,
  paused: false,
});

export function recordOutcomes(state: SimulationState, outcomes: readonly DialogOutcome[]): SimulationState {
  const ledger = [...state.ledger];
  const byAttempt: [number, number, number, number] = [...state.byAttempt];
  for (const { ordinal, accepted, attempts } of outcomes) {
    if (ledger[ordinal] !== '.') continue;
    ledger[ordinal] = accepted ? 'a' : 'r';
    const attempt = attempts - 1;
    if (accepted && (attempt === 0 || attempt === 1 || attempt === 2 || attempt === 3)) byAttempt[attempt] += 1;
  }
  return { ...state, ledger: ledger.join(''), byAttempt };
}

/** News of a unit that is not in flight is old news, and changes nothing but the ledger's open places. */
export function takeNews(state: SimulationState, news: UnitFinished): SimulationState {
  const recorded = recordOutcomes(state, news.outcomes);
  return { ...recorded, inFlight: recorded.inFlight.filter((unit) => unit !== news.unit) };
}

/** Targets settled without a gap from the start of the order. */
export function settledPrefix(ledger: string): number {
  const open = ledger.indexOf('.');
  return open === -1 ? ledger.length : open;
}

export const countLetter = (ledger: string, letter: 'a' | 'r'): number => ledger.split(letter).length - 1;

/** Accepted dialogs needed: duplicates are accepted, but do not count. */
export const needed = (state: SimulationState, wanted: number): number => wanted + state.duplicates;

/** Enough accepted dialogs in the settled prefix, so that the first N can be chosen. */
export function canSelect(state: SimulationState, wanted: number): boolean {
  return countLetter(state.ledger.slice(0, settledPrefix(state.ledger)), 'a') >= needed(state, wanted);
}

/**
 * Whether one more unit is worth starting: not while those in flight may suffice. So a run makes no surplus, but for
 * what near-duplicates leave. Unit k holds target k and, where a user has several, later ones: those count only once the
 * order has come to them. With nothing in flight one is always started: whoever waits, waits for something.
 */
export function shouldLaunch(state: SimulationState, wanted: number, users: number): boolean {
  if (state.paused || state.nextUnit >= users || state.inFlight.length >= state.concurrency) return false;
  if (state.inFlight.length === 0) return true;
  const launched = state.ledger.slice(0, state.nextUnit);
  return countLetter(launched, 'a') + state.inFlight.length < needed(state, wanted);
}

export const openDialogs = <T extends { readonly ordinal: number }>(
  state: SimulationState,
  dialogs: readonly T[],
): T[] => dialogs.filter(({ ordinal }) => state.ledger[ordinal] === '.');
