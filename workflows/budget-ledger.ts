import type { Cap, Spend, UnitHeld } from '../core/config/run-ref.ts';
import type { BudgetRaise, SimulationState } from './contract.ts';
import { acceptedOf, addSpend, rejectedOf } from '../core/dataset/stock.ts';

/**
 * The budget, pure. What is settled is spent; what is granted to a unit in flight is reserved in full, as is what was
 * begun by an earlier execution and is open; never is more granted than the cap leaves. Units check each call's upper bound
 * against their allowance before they make it, so spending cannot pass what is granted.
 */

const ZERO: Spend = { tokens: 0, costMicroUsd: 0 };

export const reservedOf = ({ granted }: SimulationState): Spend => Object.values(granted).reduce(addSpend, ZERO);

/** Of an earlier execution, and not in a unit's allowance yet. */
const unsettledOf = ({ unsettled }: SimulationState): Spend => Object.values(unsettled).reduce(addSpend, ZERO);

/** What the caps leave; a side without a cap is without end. */
export function availableOf(state: SimulationState): Spend {
  const taken = [reservedOf(state), unsettledOf(state)].reduce(addSpend, state.spent);
  const left = (cap: number | null, used: number): number => (cap === null ? Infinity : Math.max(0, cap - used));
  return {
    tokens: left(state.budget?.tokens ?? null, taken.tokens),
    costMicroUsd: left(state.budget?.costMicroUsd ?? null, taken.costMicroUsd),
  };
}

const fits = (asked: Spend, available: Spend): boolean =>
  asked.tokens <= available.tokens && asked.costMicroUsd <= available.costMicroUsd;

/** Dialogs after which what they took says more than the estimate. */
const TAUGHT_AFTER = 10;

/** What an attempt is expected to take at most: the estimate, or half as much again as dialogs took so far. */
export function expectedOf(state: SimulationState, estimate: Spend): Spend {
  const settled = acceptedOf(state) + rejectedOf(state);
  if (settled < TAUGHT_AFTER) return estimate;
  const expected = (spent: number, most: number): number => Math.min(most, Math.ceil((1.5 * spent) / settled));
  return {
    tokens: expected(state.spent.tokens, estimate.tokens),
    costMicroUsd: expected(state.spent.costMicroUsd, estimate.costMicroUsd),
  };
}

/** Reserves a new unit's first attempt; null where the cap does not leave it. What it spent before is granted on top. */
export function reserve(
  state: SimulationState,
  unit: number,
  estimate: Spend,
  dialogIds: readonly string[],
): SimulationState | null {
  if (state.budget === null) return state;
  const unsettled = { ...state.unsettled };
  let before = ZERO;
  for (const dialogId of dialogIds) {
    before = addSpend(before, unsettled[dialogId] ?? ZERO);
    delete unsettled[dialogId];
  }
  if (!fits(estimate, availableOf(state))) return null;
  return { ...state, unsettled, granted: { ...state.granted, [unit]: addSpend(before, estimate) } };
}

/** More for a unit that needs it: an attempt's worth where the cap leaves it, else what it needs at least, else null. */
export function topUp(state: SimulationState, { unit, needs }: UnitHeld, estimate: Spend): SimulationState | null {
  const standing = state.granted[unit] ?? ZERO;
  if (needs === null) return null;
  const least = {
    tokens: Math.max(0, needs.tokens - standing.tokens),
    costMicroUsd: Math.max(0, needs.costMicroUsd - standing.costMicroUsd),
  };
  const available = availableOf(state);
  const ample = {
    tokens: Math.max(least.tokens, estimate.tokens),
    costMicroUsd: Math.max(least.costMicroUsd, estimate.costMicroUsd),
  };
  const more = fits(ample, available) ? ample : fits(least, available) ? least : null;
  return more === null ? null : { ...state, granted: { ...state.granted, [unit]: addSpend(standing, more) } };
}

/** The allowance as a unit is told it: sides without a cap are not checked. */
export function allowanceOf(state: SimulationState, unit: number): Cap | null {
  if (state.budget === null) return null;
  const granted = state.granted[unit] ?? ZERO;
  return {
    tokens: state.budget.tokens === null ? null : granted.tokens,
    costMicroUsd: state.budget.costMicroUsd === null ? null : granted.costMicroUsd,
  };
}

/** Throws a `RangeError` that tells what is wrong with it; null stands for a run without caps. */
export function raised(budget: Cap | null, raise: BudgetRaise): Cap {
  if (budget === null) {
    throw new RangeError('this run has no cap: nothing is to be raised (set budget.maxCostUsd when you start one)');
  }
  const cost = raise.maxCostUsd === undefined ? null : checked('maxCostUsd', raise.maxCostUsd) * 1e6;
  const tokens = raise.maxTokens === undefined ? null : checked('maxTokens', raise.maxTokens);
  if (cost === null && tokens === null) throw new RangeError('give maxCostUsd or maxTokens, e.g. {"maxCostUsd": 50}');
  assertHigher('maxCostUsd', cost, budget.costMicroUsd, (micro) => `$${micro / 1e6}`);
  assertHigher('maxTokens', tokens, budget.tokens, String);
  return {
    costMicroUsd: cost === null ? budget.costMicroUsd : Math.round(cost),
    tokens: tokens ?? budget.tokens,
  };
}

function checked(field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${field} must be a number above 0`);
}

function assertHigher(field: string, asked: number | null, cap: number | null, show: (value: number) => string): void {
  if (asked === null) return;
  if (cap === null) throw new RangeError(`${field} is not capped in this run`);
  if (asked <= cap) throw new RangeError(`${field} must be above ${show(cap)}, the cap that stands`);
}
