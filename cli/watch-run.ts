import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';

import { PipelineError, rootMessage } from '../core/errors.ts';
import type { RateWaits } from '../core/llm/rate-log.ts';
import { type TrainingView, TrainingViewSchema } from '../core/recommender/training-view.ts';
import { dialogProgressQuery, runProgressQuery, trainingProgressQuery, workflowIds } from '../workflows/contract.ts';
import type { DialogProgress, ShardProgress, Stage, StageProgress, TrainingProgress } from '../workflows/contract.ts';
import { pendingActivities } from './pending-activities.ts';
import { retriedFault } from './retried-fault.ts';
import { shardView } from './shard-view.ts';
import { trainingNote } from './training-note.ts';

/** One look at a run: its stages, and how far the running one is. */
export interface RunView {
  readonly stages: readonly StageProgress[];
  readonly paused: boolean;
  /** A fault outside of the dialogs that someone has to cure. */
  readonly waiting: string | null;
  readonly current: {
    readonly stage: Stage;
    readonly done: number;
    readonly total: number;
    readonly note: string;
    /** While dialogs are made: all that their coordinator tells. */
    readonly dialogs?: DialogProgress;
    /** While recommenders are trained: the one under way, and the curves of those that are done. */
    readonly training?: { readonly view: TrainingView | null; readonly results: TrainingProgress['results'] };
  } | null;
  /** Calls that wait for the rates of the model's account. */
  readonly rate?: RateWaits | null;
}

/** Queries wait for a worker; a dead one must not stop the clock on the wall. */
const QUERY_DEADLINE_MS = 5_000;

/** Queries answer on closed workflows as well: whether one is open, its description says. */
export async function isUnderWay(client: Client, run: string): Promise<boolean> {
  return (await describe(client, run))?.status.name === 'RUNNING';
}

/** Null: the server knows no such workflow. Throws where it does not answer, or not to us. */
async function describe(client: Client, run: string): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      client.workflow.getHandle(run).describe(),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw new PipelineError(
      'internal',
      `the Temporal server does not tell how ${run} stands: ${rootMessage(error)}`,
      { subject: run },
      error,
    );
  }
}

/** How the server says that a run stands; status null where it knows of none. */
export async function executionOf(client: Client, run: string): Promise<{ status: string | null; failure: string }> {
  const handle = client.workflow.getHandle(run);
  const status = (await describe(client, run))?.status.name ?? null;
  if (status !== 'FAILED') return { status, failure: '' };
  const failure = await handle.result().then(
    () => '',
    (error: unknown) => `: ${rootMessage(error)}`,
  );
  return { status, failure };
}

export async function viewRun(client: Client, run: string): Promise<RunView | null> {
  const handle = client.workflow.getHandle(run);
  const progress = await quietly(client, () => handle.query(runProgressQuery));
  if (progress === null) return null;
  const running = progress.stages.find(({ status }) => status === 'running');
  return {
    stages: progress.stages,
    paused: progress.paused,
    waiting: progress.waiting,
    current: running === undefined ? null : await viewStage(client, run, running.stage, progress.shards),
  };
}

async function viewStage(
  client: Client,
  run: string,
  stage: Stage,
  shards: ShardProgress | null,
): Promise<RunView['current']> {
  if (stage === 'simulation') {
    const dialogs = await quietly(client, () =>
      client.workflow.getHandle(workflowIds.simulation(run)).query(dialogProgressQuery),
    );
    if (dialogs === null) return null;
    const { accepted, rejected, inFlight, wanted } = dialogs;
    // Also while one dialog was sent ahead: its call may fail otherwise.
    const isTrying = dialogs.waiting === null || dialogs.waiting.untilMs === null;
    const trying = isTrying && !dialogs.paused && inFlight > 0 ? await retriedFault(client, run) : null;
    const note =
      `${accepted} accepted, ${rejected} rejected, ${inFlight} in flight${spendNote(dialogs)}${waitNote(dialogs)}` +
      (trying === null ? '' : `; a dialog waits to try again: ${trying}`);
    return { stage, done: Math.min(accepted, wanted), total: wanted, note, dialogs };
  }
  if (stage === 'recommender') {
    const id = workflowIds.recommender(run);
    const training = await quietly(client, () => client.workflow.getHandle(id).query(trainingProgressQuery));
    const activity = (await currentActivities(client, client.workflow.getHandle(id)))[0] ?? null;
    if (training === null) return null;
    const { done, jobs, results } = training;
    const view = activity?.training ?? null;
    const note = trainingNote(training.current, activity);
    return { stage, done, total: jobs, note, training: { view, results } };
  }
  const activities = await currentActivities(client, client.workflow.getHandle(run));
  const view = stage === 'profiling' && shards !== null ? shardView(shards, activities) : (activities[0] ?? null);
  return view === null ? null : { stage, done: view.done, total: view.total, note: view.what };
}

const usd = (micro: number): string => `$${(micro / 1e6).toFixed(2)}`;

function spendNote({ spent, budget }: DialogProgress): string {
  if (budget === null && spent.costMicroUsd === 0) return '';
  const caps = [
    ...(budget?.costMicroUsd == null ? [] : [` of ${usd(budget.costMicroUsd)}`]),
    ...(budget?.tokens == null ? [] : [`, ${spent.tokens} of ${budget.tokens} tokens`]),
  ];
  return `, spent ${usd(spent.costMicroUsd)}${caps.join('')}`;
}

/** What it waits for, and until when. */
function waitNote({ waiting }: DialogProgress): string {
  if (waiting === null) return '';
  const until =
    waiting.untilMs === null ? '' : ` (next try ${new Date(waiting.untilMs).toISOString().slice(11, 19)} UTC)`;
  return `; waiting for ${waiting.reason}: ${waiting.message}${until}`;
}

const ProgressSchema = z.object({
  what: z.string(),
  done: z.number(),
  total: z.number(),
  training: TrainingViewSchema.optional(),
});

/** What the running activities last said of themselves, from their heartbeats; one that has not begun says nothing. */
async function currentActivities(client: Client, handle: WorkflowHandle): Promise<z.infer<typeof ProgressSchema>[]> {
  const pending = (await quietly(client, () => pendingActivities(client, handle))) ?? [];
  for (const { triedAgainFor } of pending) {
    if (triedAgainFor !== null) return [{ what: `waiting to try again: ${triedAgainFor}`, done: 0, total: 0 }];
  }
  return pending.flatMap(({ heartbeat }) => {
    const parsed = ProgressSchema.safeParse(heartbeat);
    return parsed.success ? [parsed.data] : [];
  });
}

async function quietly<T>(client: Client, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await client.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, ask);
  } catch {
    return null;
  }
}
