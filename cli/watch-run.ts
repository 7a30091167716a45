import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { z } from 'zod';

import { dialogProgressQuery, runProgressQuery, trainingProgressQuery, workflowIds } from '../workflows/contract.ts';
import type { Stage, StageProgress } from '../workflows/contract.ts';

/** One look at a run: its stages, and how far the running one is. */
export interface RunView {
  readonly stages: readonly StageProgress[];
  readonly current: {
    readonly stage: Stage;
    readonly done: number;
    readonly total: number;
    readonly note: string;
  } | null;
}

/** Queries wait for a worker; a dead one must not stop the clock on the wall. */
const QUERY_DEADLINE_MS = 5_000;

/** Queries answer on closed workflows as well: whether one is open, its description says. */
export async function isUnderWay(client: Client, run: string): Promise<boolean> {
  const description = await quietly(client, () => client.workflow.getHandle(run).describe());
  return description?.status.name === 'RUNNING';
}

export async function viewRun(client: Client, run: string): Promise<RunView | null> {
  const handle = client.workflow.getHandle(run);
  const progress = await quietly(client, () => handle.query(runProgressQuery));
  if (progress === null) return null;
  const running = progress.stages.find(({ status }) => status === 'running');
  return {
    stages: progress.stages,
    current: running === undefined ? null : await viewStage(client, run, running.stage),
  };
}

async function viewStage(client: Client, run: string, stage: Stage): Promise<RunView['current']> {
  if (stage === 'simulation') {
    const dialogs = await quietly(client, () =>
      client.workflow.getHandle(workflowIds.simulation(run)).query(dialogProgressQuery),
    );
    if (dialogs === null) return null;
    const { accepted, rejected, inFlight, wanted, paused } = dialogs;
    const note = `${accepted} accepted, ${rejected} rejected, ${inFlight} in flight${paused ? ', paused' : ''}`;
    return { stage, done: Math.min(accepted, wanted), total: wanted, note };
  }
  if (stage === 'recommender') {
    const id = workflowIds.recommender(run);
    const training = await quietly(client, () => client.workflow.getHandle(id).query(trainingProgressQuery));
    const activity = await currentActivity(client, client.workflow.getHandle(id));
    if (training === null) return null;
    const detail = activity === null ? '' : ` (${activity.what} ${activity.done}/${activity.total})`;
    return { stage, done: training.done, total: training.jobs, note: `${training.current ?? ''}${detail}` };
  }
  const activity = await currentActivity(client, client.workflow.getHandle(run));
  return activity === null ? null : { stage, done: activity.done, total: activity.total, note: activity.what };
}

const ProgressSchema = z.object({ what: z.string(), done: z.number(), total: z.number() });

/** What the running activity last said of itself, from its heartbeat. */
async function currentActivity(client: Client, handle: WorkflowHandle): Promise<z.infer<typeof ProgressSchema> | null> {
  const description = await quietly(client, () => handle.describe());
  for (const { heartbeatDetails, lastFailure } of description?.raw.pendingActivities ?? []) {
    // A fault that is retried (a full disk, a store that is away) must not look like slow work.
    if (lastFailure?.message) return { what: `waiting to try again: ${lastFailure.message}`, done: 0, total: 0 };
    const payload = heartbeatDetails?.payloads?.[0];
    if (payload === undefined || payload === null) continue;
    const parsed = ProgressSchema.safeParse(defaultPayloadConverter.fromPayload(payload));
    if (parsed.success) return parsed.data;
  }
  return null;
}

async function quietly<T>(client: Client, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await client.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, ask);
  } catch {
    return null;
  }
}
