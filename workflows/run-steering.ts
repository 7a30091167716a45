import { condition, getExternalWorkflowHandle, setHandler, startChild } from '@temporalio/workflow';

import type { Cap } from '../core/config/run-ref.ts';
import * as names from './contract.ts';
import type { DialogProgress, SimulateDialogsInput, SimulationResult, Steering } from './contract.ts';
import { begin, resultOf, untilItEnds } from './run-children.ts';
import { simulateDialogsWorkflow } from './simulate-dialogs.ts';
import { handleSteering, refusal } from './steering.ts';

export type RunSteering = ReturnType<typeof steerRun>;

/** What a run is told before, while and after its dialogs are made; forwarded to their coordinator while there is one. */
export function steerRun(run: string) {
  let steering: Steering = { paused: false, concurrency: null, budget: null };
  let waiting: string | null = null;
  let isSimulating = false;
  let dialogs: DialogProgress | null = null;
  let onChange = (): void => {};
  let lastSent = Promise.resolve();
  const coordinator = getExternalWorkflowHandle(names.workflowIds.simulation(run));
  /**
   * One after the other, so that a resume does not overtake its pause; not awaited by the caller, so that a handler answers
   * at once. Where the coordinator has just ended, nobody needs it.
   */
  const forward = (send: () => Promise<void>): void => {
    if (isSimulating) lastSent = lastSent.then(send).catch(() => {});
  };
  const set = (update: Partial<Steering>): void => {
    steering = { ...steering, ...update };
    if (!steering.paused) waiting = null;
    onChange();
  };
  /** What the coordinator last said of its steering: it may be steered on its own page as well. */
  let heard: Steering = steering;
  setHandler(names.simulationNewsSignal, (progress) => {
    dialogs = progress;
    const { paused, concurrency, budget } = progress;
    // Only what changed there: what was said here may still be under way to it.
    if (paused !== heard.paused) set({ paused });
    if (concurrency !== (heard.concurrency ?? concurrency)) set({ concurrency });
    if (JSON.stringify(budget) !== JSON.stringify(heard.budget)) set({ budget });
    heard = { paused, concurrency, budget };
    onChange();
  });
  handleSteering({
    pause() {
      set({ paused: true });
      forward(() => coordinator.signal(names.pauseSignal));
    },
    resume() {
      set({ paused: false });
      forward(() => coordinator.signal(names.resumeSignal));
    },
    setConcurrency(concurrency) {
      set({ concurrency });
      forward(() => coordinator.signal(names.concurrencySignal, concurrency));
    },
    budget: () => steering.budget,
    setBudget(budget, raise) {
      set({ budget });
      forward(() => coordinator.signal(names.budgetSignal, raise));
    },
    async retry(request) {
      if (!isSimulating) {
        throw refusal(
          `no dialogs are being made now: "convrecstudio retry ${run}" after the run, or this while its dialogs are made`,
        );
      }
      await coordinator.signal(names.retrySignal, request);
      return `told ${run}/dialogs, whose own "retry" answers with the new names or with why not`;
    },
  });
  /** What was asked while the coordinator was being started, and so did not reach it. */
  const catchUp = (sent: Steering): void => {
    const { paused, concurrency, budget } = steering;
    if (paused !== sent.paused) forward(() => coordinator.signal(paused ? names.pauseSignal : names.resumeSignal));
    if (concurrency !== sent.concurrency && concurrency !== null) {
      forward(() => coordinator.signal(names.concurrencySignal, concurrency));
    }
    if (budget !== sent.budget && budget !== null)
      forward(() => coordinator.signal(names.budgetSignal, asRaise(budget, sent)));
  };
  return {
    know: (budget: Cap | null) => (steering = { ...steering, budget: steering.budget ?? budget }),
    isPaused: () => steering.paused,
    /** The fault that someone has to cure before the run goes on; null: none. */
    waiting: () => waiting,
    dialogs: () => dialogs,
    unpaused: () => condition(() => !steering.paused),
    /** Until someone says that it is cured. */
    async untilCured(message: string): Promise<void> {
      set({ paused: true });
      waiting = message;
      onChange();
      await condition(() => !steering.paused);
    },
    onChange: (listener: () => void) => (onChange = listener),
    simulate: (input: Omit<SimulateDialogsInput, 'steering' | 'carried'>): Promise<SimulationResult> =>
      untilItEnds(names.workflowIds.simulation(run), async () => {
        const sent = steering;
        heard = sent;
        const child = await begin(() =>
          startChild(simulateDialogsWorkflow, {
            workflowId: names.workflowIds.simulation(run),
            staticSummary: `dialogs of ${run}`,
            args: [{ ...input, steering: sent, carried: null }],
          }),
        );
        isSimulating = true;
        catchUp(sent);
        try {
          return await resultOf(child);
        } finally {
          isSimulating = false;
        }
      }),
  };
}

/** The sides of a budget that were raised. */
const asRaise = (budget: Cap, sent: Steering): names.BudgetRaise => ({
  ...(budget.costMicroUsd === null || budget.costMicroUsd === sent.budget?.costMicroUsd
    ? {}
    : { maxCostUsd: budget.costMicroUsd / 1e6 }),
  ...(budget.tokens === null || budget.tokens === sent.budget?.tokens ? {} : { maxTokens: budget.tokens }),
});
