import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

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
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const failed = (raw.pendingActivities ?? []).find(isTriedAgain);
    if (failed?.lastFailure?.message) return failed.lastFailure.message;
    if (++asked === ASKED_DIALOGS) break;
  }
  return null;
}

const STARTED = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

export const isTriedAgain = ({ lastFailure, state }: proto.temporal.api.workflow.v1.IPendingActivityInfo): boolean =>
  Boolean(lastFailure?.message) && state !== STARTED;
