import {
  condition,
  ContinueAsNew,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';

import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { SimulationActivities } from '../activities/simulation-activities.ts';
import type { StintResult } from '../activities/walk-stint.ts';
import type { Cap, DialogOutcome, Spend, UnitFinished, UnitHeld, UnitRelease } from '../core/config/run-ref.ts';
import { addSpend } from '../core/dataset/stock.ts';
import { baseQueue, conversing, quick } from './activity-options.ts';
import { releaseSignal, taskQueues, unitClearedSignal, unitFinishedSignal, unitHeldSignal } from './contract.ts';
import type { GenerateUserDialogsInput } from './contract.ts';
import { describeDialog } from './dialog-view.ts';
import type { AttemptView, DialogView } from './dialog-view.ts';
import { faultOf, isHolding } from './run-faults.ts';
import { throwIfCancelled } from './run-children.ts';
import { label } from './search-attributes.ts';
import { tracerOf } from './tracing.ts';

type Slot = GenerateUserDialogsInput['remaining'][number];

/**
 * One user's generation, one execution for each dialog (it continues as new between them), so that a dialog's history
 * in the UI is that dialog's story and nothing else. Tells its coordinator when it ends, and when it has to wait.
 */
export async function generateUserDialogsWorkflow(input: GenerateUserDialogsInput): Promise<readonly DialogOutcome[]> {
  const [slot, ...remaining] = input.remaining;
  if (slot === undefined) throw ApplicationFailure.nonRetryable('a unit without dialogs', 'internal');
  label({ run: input.ref.run, domain: input.domain, user: input.userKey, dialog: slot.dialogId, status: 'running' });
  const permit = createPermit(input, slot);
  let outcomes = input.outcomes;
  try {
    outcomes = [...outcomes, await generateDialog(input, slot, permit)];
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    if (isCancellation(error)) label({ status: 'cancelled', waiting: 'nothing' });
    else await report(input, { unit: input.unit, outcomes, fault: faultOf(error) });
    throw error;
  }
  if (remaining.length > 0) {
    const { granted } = permit.current();
    await throwIfCancelled();
    await continueAsNew<typeof generateUserDialogsWorkflow>({ ...input, remaining, outcomes, granted });
  }
  await report(input, { unit: input.unit, outcomes, fault: null });
  return outcomes;
}

async function generateDialog(input: GenerateUserDialogsInput, slot: Slot, permit: Permit): Promise<DialogOutcome> {
  const taskQueue = taskQueues(baseQueue()).dialogs;
  const { planDialog } = proxyActivities<PlanningActivities>({ ...quick, taskQueue });
  const { checkFidelity, persistDialog } = proxyActivities<SimulationActivities>({ ...quick, taskQueue });
  const dialog = { ref: input.ref, dialogId: slot.dialogId };

  const plan = await permit.during(() => planDialog.executeWithOptions({ summary: `plan ${slot.dialogId}` }, [dialog]));
  const tracer = tracerOf(input.ref);
  permit.show({ outline: plan.outline });
  const attempts: AttemptView[] = [];
  let spent = permit.before;
  for (let attempt = 1; ; attempt++) {
    label({ attempts: attempt });
    permit.show({ attempts: [...attempts, { accepted: null, checks: [], spent: NOTHING }] });
    const startedMs = Date.now();
    const walk = await simulateAttempt(dialog, { attempt, entry: plan.entry, spent, taskQueue }, permit);
    spent = addSpend(spent, walk.spent);
    const steps = walk.steps;
    const verdict = await permit.during(() =>
      checkFidelity.executeWithOptions({ summary: `check attempt ${attempt}` }, [{ ...dialog, attempt, steps }]),
    );
    const { accepted, violations: checks } = verdict;
    attempts.push({ accepted, checks, spent: walk.spent });
    permit.show({ attempts: [...attempts] });
    tracer.attempt(slot.dialogId, attempt, startedMs, {
      attributes: { 'convrecstudio.accepted': accepted, 'convrecstudio.violations': checks.length },
      error: null,
    });
    if (!accepted && attempt < input.maxAttempts) continue;
    await permit.during(() =>
      persistDialog.executeWithOptions({ summary: accepted ? 'accepted' : 'simulation drift' }, [
        { ...dialog, attempt },
      ]),
    );
    if (accepted) label({ status: 'accepted' });
    else label({ status: 'rejected', failure: 'simulation_drift' });
    tracer.dialog(slot.dialogId, {
      attributes: { 'convrecstudio.status': accepted ? 'accepted' : 'rejected', 'convrecstudio.attempts': attempt },
      error: null,
    });
    const outcome = { ...slot, accepted, attempts: attempt, spent: subtract(spent, permit.before) };
    return accepted ? outcome : { ...outcome, refusedFor: [...new Set(checks)] };
  }
}

/** Super-node by super-node, as many at a time as a stint holds; each result names where the walk goes on. */
async function simulateAttempt(
  dialog: { readonly ref: GenerateUserDialogsInput['ref']; readonly dialogId: string },
  from: {
    readonly attempt: number;
    readonly entry: { readonly nodeId: string; readonly kind: string };
    /** By the unit before this attempt. */
    readonly spent: Spend;
    readonly taskQueue: string;
  },
  permit: Permit,
): Promise<{ steps: number; spent: Spend }> {
  const { simulateSuperNodes } = proxyActivities<SimulationActivities>({ ...conversing, taskQueue: from.taskQueue });
  const { attempt } = from;
  let next: { readonly nodeId: string; readonly kind: string } | null = from.entry;
  let steps = 0;
  let spent: Spend = NOTHING;
  while (next !== null) {
    const summary: string = `attempt ${attempt}, from ${next.kind.replace('_', ' ')} (${next.nodeId})`;
    const { nodeId } = next;
    const stint: StintResult = await permit.during(({ granted, probe }) =>
      simulateSuperNodes.executeWithOptions({ summary }, [
        { ...dialog, attempt, step: steps, nodeId, allowance: minus(granted, from.spent), probe },
      ]),
    );
    ({ next, steps, spent } = stint);
    if (stint.needs !== null) {
      const needs = addSpend(from.spent, stint.needs);
      await permit.ask({
        code: 'budget',
        message: 'the next call would pass what is granted',
        retryAfterMs: null,
        needs,
      });
    }
  }
  return { steps, spent };
}

const NOTHING: Spend = { tokens: 0, costMicroUsd: 0 };
const ASK_AGAIN_AFTER = '1 hour';
/** A limit that lasts for days is asked about again and again. Begun anew the dialog finds all of itself in the store. */
const EVENTS_PER_EXECUTION = 2_000;

type Permit = ReturnType<typeof createPermit>;
type Question = Pick<UnitHeld, 'code' | 'message' | 'retryAfterMs' | 'needs'>;

/** What the unit may spend, its waiting for the coordinator, and what its page tells. */
function createPermit(input: GenerateUserDialogsInput, { dialogId }: Slot) {
  let view: DialogView = { dialogId, userKey: input.userKey, outline: null, attempts: [], waiting: null };
  const show = (update: Partial<DialogView>): void => {
    view = { ...view, ...update };
    setCurrentDetails(describeDialog(view));
  };
  let granted = input.granted;
  let probe = false;
  let isReleased = false;
  setHandler(releaseSignal, (release: UnitRelease) => {
    granted = release.granted;
    probe = release.probe;
    isReleased = true;
  });
  const before = input.outcomes.map(({ spent }) => spent).reduce(addSpend, NOTHING);
  const coordinator = getExternalWorkflowHandle(input.coordinatorId);
  const ask = async (question: Question): Promise<void> => {
    if (workflowInfo().historyLength > EVENTS_PER_EXECUTION) {
      await throwIfCancelled();
      await continueAsNew<typeof generateUserDialogsWorkflow>({ ...input, granted });
    }
    isReleased = false;
    label({ status: 'waiting', waiting: question.code });
    show({ waiting: question });
    // An answer may be lost with a coordinator that was reset; where there is none any more, asking again ends this.
    do await coordinator.signal(unitHeldSignal, { unit: input.unit, dialogId, ...question });
    while (!(await condition(() => isReleased, ASK_AGAIN_AFTER, { summary: 'waits for its coordinator' })));
    label({ status: 'running', waiting: 'nothing' });
    show({ waiting: null });
  };
  return {
    before,
    show,
    current: () => ({ granted, probe }),
    ask,
    /** Runs it; where it meets what holds the whole run, waits for the coordinator's word and runs it again. */
    async during<T>(work: (permit: { granted: Cap | null; probe: boolean }) => Promise<T>): Promise<T> {
      for (;;) {
        const wasProbe = probe;
        try {
          const result = await work({ granted, probe });
          if (wasProbe) {
            probe = false;
            await coordinator.signal(unitClearedSignal, input.unit);
          }
          return result;
        } catch (error) {
          const fault = faultOf(error);
          if (isCancellation(error) || !isHolding(fault)) throw error;
          probe = false;
          await ask({ ...fault, needs: null });
        }
      }
    },
  };
}

const subtract = (a: Spend, b: Spend): Spend => ({
  tokens: a.tokens - b.tokens,
  costMicroUsd: a.costMicroUsd - b.costMicroUsd,
});

/** What is left of an allowance for the attempt under way; sides without a cap stay so. */
const minus = (granted: Cap | null, spent: Spend): Cap | null =>
  granted === null
    ? null
    : {
        tokens: granted.tokens === null ? null : granted.tokens - spent.tokens,
        costMicroUsd: granted.costMicroUsd === null ? null : granted.costMicroUsd - spent.costMicroUsd,
      };

/** The coordinator may be gone (terminated): then nobody waits for the news. */
async function report({ coordinatorId }: GenerateUserDialogsInput, news: UnitFinished): Promise<void> {
  try {
    await getExternalWorkflowHandle(coordinatorId).signal(unitFinishedSignal, news);
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}
