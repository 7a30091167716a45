import type { Client } from '@temporalio/client';

import { pendingActivities } from './pending-activities.ts';

/** Of the dialogs in flight, as many are asked what keeps them: an endpoint that is away is away for all. */
const ASKED_DIALOGS = 4;
/** While a run is watched, dialogs are asked no more often than this. */
const ASK_EVERY_MS = 10_000;
const DEADLINE_MS = 5_000;
const lastAsked = new Map<string, { readonly atMs: number; readonly fault: string | null }>();

/**
 * What a dialog in flight met and tries again by itself (a provider that fails): it holds nobody else, so nobody else tells.
 * Null where there is none, or the server does not say.
 */
export async function retriedFault(client: Client, run: string): Promise<string | null> {
  const standing = lastAsked.get(run);
  if (standing !== undefined && Date.now() - standing.atMs < ASK_EVERY_MS) return standing.fault;
  const ask = client.connection.withDeadline(Date.now() + DEADLINE_MS, () => firstFault(client, run));
  const fault = await ask.catch(() => null);
  lastAsked.set(run, { atMs: Date.now(), fault });
  return fault;
}

async function firstFault(client: Client, run: string): Promise<string | null> {
  const query = `ConvRecRun = '${run}' AND WorkflowType = 'generateUserDialogsWorkflow' AND ExecutionStatus = 'Running'`;
  let asked = 0;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: ASKED_DIALOGS })) {
    const pending = await pendingActivities(client, client.workflow.getHandle(workflowId));
    const failed = pending.find(({ triedAgainFor }) => triedAgainFor !== null);
    if (failed) return failed.triedAgainFor;
    if (++asked === ASKED_DIALOGS) break;
  }
  return null;
}
