import { ApplicationFailure, isCancellation, log, setHandler } from '@temporalio/workflow';

import type { Cap } from '../core/config/run-ref.ts';
import { raised } from './budget-ledger.ts';
import * as names from './contract.ts';
import type { BudgetRaise, RetryRequest } from './contract.ts';
import { faultOf } from './run-faults.ts';

/** What a run and its coordinator do when they are steered; both take the same signals and updates. */
export interface Steered {
  pause(): void;
  resume(): void;
  setConcurrency(dialogs: number): void;
  /** The caps that stand; null: none. */
  budget(): Cap | null;
  setBudget(budget: Cap, raise: BudgetRaise): void;
  /** Answers with what it did; throws where there is nothing to retry. */
  retry(request: RetryRequest): Promise<string>;
}

const MAX_CONCURRENCY = 200;
const DIALOG_ID = /^d\d{6,}(-r\d+)?$/;

/**
 * Signals and updates by the same names. An update is refused by its validator with a sentence that the UI shows; a signal
 * cannot answer, so a bad one changes nothing.
 */
export function handleSteering(steered: Steered): void {
  setHandler(names.pauseSignal, () => steered.pause());
  setHandler(names.resumeSignal, () => steered.resume());
  setHandler(names.concurrencySignal, (asked) =>
    ifValid(
      () => assertConcurrency(asked),
      () => steered.setConcurrency(asked),
    ),
  );
  setHandler(names.budgetSignal, (raise) => {
    ifValid(
      () => raised(steered.budget(), raise ?? {}),
      (budget) => steered.setBudget(budget, raise),
    );
  });
  setHandler(names.retrySignal, async (request) => {
    try {
      assertRetry(request);
      await steered.retry(request);
    } catch (error) {
      // A signal cannot be refused: what is wrong with it (a dialog that was accepted, say) must not end the run. Nor does its
      // being cancelled, before those in flight are: that is for the workflow itself.
      if (!isCancellation(error)) log.warn('nothing is retried', { reason: faultOf(error).message });
    }
  });

  setHandler(names.pauseUpdate, () => {
    steered.pause();
    return 'paused: no dialog is begun until resume; those in flight end';
  });
  setHandler(names.resumeUpdate, () => {
    steered.resume();
    return 'going on';
  });
  setHandler(
    names.concurrencyUpdate,
    (asked) => {
      steered.setConcurrency(asked);
      return `at most ${asked} dialogs in flight from now on`;
    },
    { validator: (asked) => refuse(() => assertConcurrency(asked)) },
  );
  setHandler(
    names.budgetUpdate,
    (raise) => {
      const budget = raised(steered.budget(), raise);
      steered.setBudget(budget, raise);
      return `the budget is now ${capText(budget)}`;
    },
    { validator: (raise) => refuse(() => raised(steered.budget(), raise ?? {})) },
  );
  setHandler(names.retryUpdate, (request) => steered.retry(request), {
    validator: (request) => refuse(() => assertRetry(request)),
  });
}

export const capText = ({ costMicroUsd, tokens }: Cap): string =>
  [costMicroUsd === null ? [] : [`$${costMicroUsd / 1e6}`], tokens === null ? [] : [`${tokens} tokens`]]
    .flat()
    .join(' and ');

function assertConcurrency(asked: unknown): void {
  if (typeof asked === 'number' && Number.isInteger(asked) && asked >= 1 && asked <= MAX_CONCURRENCY) return;
  throw new RangeError(`concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}, e.g. 16`);
}

function assertRetry(request: unknown): void {
  const { dialogs, failed } = (request ?? {}) as RetryRequest;
  const isList = Array.isArray(dialogs) && dialogs.length > 0 && dialogs.length <= 1_000;
  const isWellFormed = isList && dialogs.every((id: unknown) => typeof id === 'string' && DIALOG_ID.test(id));
  if ((failed === true && dialogs === undefined) || (isWellFormed && failed !== true)) return;
  throw new RangeError('give {"failed": true} or {"dialogs": ["d000012"]}, at most 1,000 of them');
}

function ifValid<T>(check: () => T, act: (value: T) => void): void {
  let value: T;
  try {
    value = check();
  } catch (error) {
    if (error instanceof RangeError) return;
    throw error;
  }
  act(value);
}

/** An answer to whoever asked: where in our code it was said is no business of theirs, and the UI would show it. */
export function refusal(message: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(message, 'refused');
  failure.stack = '';
  return failure;
}

function refuse(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (error instanceof RangeError) throw refusal(error.message);
    throw error;
  }
}
