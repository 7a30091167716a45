import {
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';

import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { SimulationActivities } from '../activities/simulation-activities.ts';
import type { DialogOutcome, UnitFinished } from '../core/config/run-ref.ts';
import { baseQueue, conversing, quick } from './activity-options.ts';
import { taskQueues, unitFinishedSignal } from './contract.ts';
import type { GenerateUserDialogsInput } from './contract.ts';
import { label } from './search-attributes.ts';

/**
 * One user's generation, one execution for each dialog (it continues as new between them), so that a dialog's history
 * in the UI is that dialog's story and nothing else. Tells its coordinator when it ends.
 */
export async function generateUserDialogsWorkflow(input: GenerateUserDialogsInput): Promise<readonly DialogOutcome[]> {
  const [slot, ...remaining] = input.remaining;
  if (slot === undefined) throw ApplicationFailure.nonRetryable('a unit without dialogs', 'internal');
  label({ run: input.ref.run, domain: input.domain, user: input.userKey, dialog: slot.dialogId, status: 'running' });
  let outcomes = input.outcomes;
  try {
    outcomes = [...outcomes, await generateDialog(input, slot)];
  } catch (error) {
    if (!isCancellation(error)) await report(input, { unit: input.unit, outcomes, fault: faultOf(error) });
    throw error;
  }
  if (remaining.length > 0) {
    await continueAsNew<typeof generateUserDialogsWorkflow>({ ...input, remaining, outcomes });
  }
  await report(input, { unit: input.unit, outcomes, fault: null });
  return outcomes;
}

type Slot = GenerateUserDialogsInput['remaining'][number];

async function generateDialog(input: GenerateUserDialogsInput, slot: Slot): Promise<DialogOutcome> {
  const taskQueue = taskQueues(baseQueue()).dialogs;
  const { planDialog } = proxyActivities<PlanningActivities>({ ...quick, taskQueue });
  const { checkFidelity, persistDialog } = proxyActivities<SimulationActivities>({ ...quick, taskQueue });
  const dialog = { ref: input.ref, dialogId: slot.dialogId };

  const plan = await planDialog.executeWithOptions({ summary: `plan ${slot.dialogId}` }, [dialog]);
  setCurrentDetails(plan.outline);
  for (let attempt = 1; ; attempt++) {
    const steps = await simulateAttempt(dialog, attempt, plan.entry, taskQueue);
    const verdict = await checkFidelity.executeWithOptions({ summary: `check attempt ${attempt}` }, [
      { ...dialog, attempt, steps },
    ]);
    if (!verdict.accepted && attempt < input.maxAttempts) continue;
    await persistDialog.executeWithOptions({ summary: verdict.accepted ? 'accepted' : 'simulation drift' }, [
      { ...dialog, attempt },
    ]);
    if (verdict.accepted) label({ status: 'accepted', attempts: attempt });
    else label({ status: 'rejected', failure: 'simulation_drift', attempts: attempt });
    return { ...slot, accepted: verdict.accepted, attempts: attempt };
  }
}

/** Super-node by super-node; returns the number of steps. Each step's result names the next node of the traversal. */
async function simulateAttempt(
  dialog: { readonly ref: GenerateUserDialogsInput['ref']; readonly dialogId: string },
  attempt: number,
  entry: { readonly nodeId: string; readonly kind: string },
  taskQueue: string,
): Promise<number> {
  const { simulateSuperNode } = proxyActivities<SimulationActivities>({ ...conversing, taskQueue });
  let next: typeof entry | null = entry;
  let step = 0;
  while (next !== null) {
    const summary = `attempt ${attempt}: ${next.kind.replace('_', ' ')} (${next.nodeId})`;
    const { nodeId } = next;
    ({ next } = await simulateSuperNode.executeWithOptions({ summary }, [{ ...dialog, attempt, step, nodeId }]));
    step += 1;
  }
  return step;
}

/** The coordinator may be gone (terminated): then nobody waits for the news. */
async function report({ coordinatorId }: GenerateUserDialogsInput, news: UnitFinished): Promise<void> {
  try {
    await getExternalWorkflowHandle(coordinatorId).signal(unitFinishedSignal, news);
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}

function faultOf(error: unknown): { code: string; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure
    ? { code: cause.type ?? 'internal', message: cause.message }
    : { code: 'internal', message: cause instanceof Error ? cause.message : 'unknown fault' };
}
