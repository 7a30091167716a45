import type { UnitHeld } from '../core/config/run-ref.ts';
import type { Hold, SimulationState } from './contract.ts';
import type { Fault } from './run-faults.ts';

/**
 * One hold for the whole run, pure. The first dialog that meets a fault which others will meet as well (a rate limit, a
 * refused key) holds all: nothing is begun, those that meet it wait, one durable timer runs; then one dialog is sent ahead,
 * and with its first reply all go on.
 */

const FIRST_WAIT_MS = 5_000;
/** One request each: soon enough for full speed once it is over. */
const LONGEST_WAIT_MS = 30_000;
/** Someone has to cure these; a try now and then finds out that it was done. */
const CURE_WAIT_MS = 300_000;
/** A dialog sent ahead that neither gets through nor meets the fault again (its call fails otherwise, or is slow): another goes. */
const PROBE_PATIENCE_MS = 180_000;

/** Stands for the coordinator itself among those that wait: it meets the store as well. */
export const OWN = -1;

/** These pass by themselves: they are tried again soon. */
export const isPassing = (code: string): boolean => code === 'model_rate_limited' || code === 'store_unavailable';

/** Takes in a unit that waits; a hold begins, or goes on longer where the one sent ahead met the fault again. */
export function hold(state: SimulationState, news: UnitHeld, nowMs: number): SimulationState {
  const held = [...state.held.filter(({ unit }) => unit !== news.unit), news];
  if (news.code === 'budget') return { ...state, held };
  const standing = state.hold;
  if (standing !== null && standing.probe !== news.unit) return { ...state, held };
  const backoffMs = standing === null ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, standing.backoffMs * 2);
  const waitMs = isPassing(news.code) ? Math.min(600_000, Math.max(news.retryAfterMs ?? 0, backoffMs)) : CURE_WAIT_MS;
  const { code, message } = news;
  return { ...state, held, hold: { code, message, untilMs: nowMs + waitMs, backoffMs, probe: null } };
}

/** Who is sent ahead now; null: nobody yet, or one is out that may still get through. Waiting for money is another matter. */
export function nextProbe(state: SimulationState, nowMs: number): number | null {
  if (state.hold === null || nowMs < state.hold.untilMs) return null;
  return faulted(state)[0]?.unit ?? null;
}

/** The coordinator met a fault itself: it tries again like a dialog that was sent ahead. */
export const holdOwn = (
  state: SimulationState,
  { code, message, retryAfterMs }: Fault,
  nowMs: number,
): SimulationState => hold(state, { unit: OWN, dialogId: '', code, message, retryAfterMs, needs: null }, nowMs);

export const faulted = ({ held }: Pick<SimulationState, 'held'>): readonly UnitHeld[] =>
  held.filter(({ code }) => code !== 'budget');
export const wantMoney = ({ held }: SimulationState): readonly UnitHeld[] =>
  held.filter(({ code }) => code === 'budget');

export const sendAhead = (state: SimulationState, unit: number, nowMs: number): SimulationState => ({
  ...without(state, unit),
  hold: state.hold === null ? null : { ...state.hold, probe: unit, untilMs: nowMs + PROBE_PATIENCE_MS },
});

export const without = (state: SimulationState, unit: number): SimulationState => ({
  ...state,
  held: state.held.filter((one) => one.unit !== unit),
});

/** Whoever was sent ahead last got through, or ended: the others may follow. */
export const isCleared = ({ hold: standing }: SimulationState, unit: number): boolean => standing?.probe === unit;

/** The next try is now: someone says that it is cured, or the one sent ahead is gone without a word. */
export const tryNow = (state: SimulationState, nowMs: number): SimulationState =>
  state.hold === null
    ? state
    : { ...state, hold: { ...state.hold, probe: null, untilMs: Math.min(nowMs, state.hold.untilMs) } };

/**
 * A hold whose dialogs all ended otherwise, or whose last one was sent ahead and never heard of again, holds nothing: without
 * anyone to send ahead it would last for ever. Whoever meets the fault holds anew.
 */
export const isEmpty = ({ hold: standing, ...state }: SimulationState, nowMs: number): boolean =>
  standing !== null && (standing.probe === null || nowMs >= standing.untilMs) && faulted(state).length === 0;

export const describeHold = ({ code, message }: Hold): string => {
  if (code === 'model_rate_limited') return `rate limited: ${message}`;
  return `${message} (${isPassing(code) ? 'tried again by itself' : 'then resume; it is tried by itself now and then'})`;
};
