import { setTimeout as sleep } from 'node:timers/promises';

import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';

import { reopen, stagesThatStand } from '../activities/run-folder.ts';
import type { RunFolder } from '../activities/run-folder.ts';
import { applyReplay, assertExtends, configDifferences } from '../core/config/resolve-config.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { RunSummarySchema } from '../core/dataset/run-summary.ts';
import type { RunSummary } from '../core/dataset/run-summary.ts';
import { PipelineError } from '../core/errors.ts';
import { readEnvironment } from '../workers/environment.ts';
import type { Environment } from '../workers/environment.ts';
import { madeByOf, preflight } from './preflight.ts';
import { tellEstimate } from './print-estimate.ts';
import { printSummary } from './print-summary.ts';
import { createProgressDisplay } from './progress-display.ts';
import { createRateLook } from './rate-waits.ts';
import { openFolder } from './run-reader.ts';
import { ensureWorkerParts, openTemporal } from './services.ts';
import type { Temporal } from './services.ts';
import { unwrapFailure } from './unwrap-failure.ts';
import { executionOf, viewRun } from './watch-run.ts';
import { startWorkerProcesses } from './worker-processes.ts';

const LOOK_EVERY_MS = 700;
const SERVER_AWAY_MS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Of a detached run: longer is not looked. */
const BEGINS_WITHIN_MS = 15_000;
/** Without a sign of life for so long, the one who watches is told. */
const SILENCE_MS = 15_000;
const MAX_EXECUTIONS = 3;
/** Of the run's workflow: where it keeps what it makes. */
const STORE_MEMO = 'store';

export interface RunOptions {
  readonly detach: boolean;
  readonly json: boolean;
  readonly profilingWorkers?: number;
  /** Made anew as far as something is missing, also where it says that it is done. */
  readonly isReopened?: boolean;
  /** Prints no summary: the run is a part of something that prints its own. */
  readonly quiet?: boolean;
}

/**
 * Makes a run true, whatever stands: starts it, attaches to it, extends it, or says that it is done. Nothing that stands is
 * made again.
 */
export async function executeRun(config: RunConfig, options: RunOptions): Promise<void> {
  const base = readEnvironment(process.env, process.cwd());
  const named = [config.store, config.source.reviews, config.source.items].filter((uri) => uri !== null);
  const environment: Environment = { ...base, allow: [...base.allow, ...named] };
  const storeUri = config.store ?? environment.store;
  const folder = openFolder(environment, config.name, storeUri);
  const print = (summary: RunSummary): void => {
    if (options.quiet !== true) printSummary(summary, { run: config.name, storeUri, json: options.json });
  };
  const done = await finishedSummary(folder, config);
  if (done !== null && options.isReopened !== true) {
    process.stderr.write(`run ${config.name} is done: nothing to do\n`);
    print(done);
    return;
  }
  const madeBy = madeByOf(base, options.detach);
  await preflight(environment, config, folder, madeBy);
  if (options.isReopened === true) await reopen(folder);
  tellEstimate(config);
  if (madeBy === 'own workers') await ensureWorkerParts(environment);
  const temporal = await openTemporal(environment);
  const asked = { ...config, store: storeUri };
  try {
    if (options.detach) {
      // Unless one is named, a cluster's workers have a store of their own: ours would be a folder of this machine.
      const isTheirs =
        madeBy === 'workers elsewhere' && config.store === null && !environment.variables['CONVRECSTUDIO_STORE'];
      await detach(environment, temporal, isTheirs ? config : asked);
      return;
    }
    // An open run of other settings is attached to first; what was asked beyond it comes after.
    for (let executions = 1; ; executions++) {
      await runToItsEnd(environment, temporal, asked, options.profilingWorkers ?? 1);
      const finished = await finishedSummary(folder, config);
      if (finished !== null) {
        print(finished);
        return;
      }
      if (executions === MAX_EXECUTIONS) {
        throw new PipelineError('internal', `run ${config.name} ended, but its folder in ${storeUri} is not whole`);
      }
    }
  } finally {
    await temporal.stop();
  }
}

/** The summary of a run that is whole and as asked; null where there is work to do. Throws `run_conflict`. */
async function finishedSummary(folder: RunFolder, config: RunConfig): Promise<RunSummary | null> {
  const standing = await folder.findJson(folder.keys.config, RunConfigSchema);
  const asked = { ...applyReplay(config, standing), store: null };
  if (standing === null) return null;
  assertExtends(config.name, standing, asked, await stagesThatStand(folder));
  if (configDifferences(standing, asked).length > 0 || !(await folder.store.exists(folder.keys.report))) return null;
  return folder.findJson(folder.keys.summary, RunSummarySchema);
}

/** With the workers of "up" (or of a cluster), which stay when this command ends. */
async function detach(environment: Environment, temporal: Temporal, config: RunConfig): Promise<void> {
  if (!temporal.stays) {
    throw new PipelineError(
      'bad_configuration',
      '--detach: no server is running that stays; start "convrecstudio up" first',
    );
  }
  const { client } = temporal;
  const run = config.name;
  if ((await openTaskQueue(client, config)) !== null) {
    throw new PipelineError(
      'run_conflict',
      `run ${run} is under way already: nothing was started ("convrecstudio status ${run}" shows it); where you ask for more than it was started with, do so again when it has ended`,
      { subject: run },
    );
  }
  await startWorkflow(client, config, environment.taskQueue);
  process.stderr.write(
    (await isTakenUp(client, run))
      ? `started ${run}; "convrecstudio status ${run}" shows how far it is\n`
      : `started ${run}, but no worker has taken it up yet: "convrecstudio up" (or "worker") has to run with the task queue ${environment.taskQueue}\n`,
  );
}

/** Whether a worker has begun it. Throws what the workers refuse at once: a store, a source or a key that they do not have. */
async function isTakenUp(client: Client, run: string): Promise<boolean> {
  for (const end = Date.now() + BEGINS_WITHIN_MS; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
    // It is started, whatever the server is slow to tell.
    const { status } = await executionOf(client, run).catch(() => ({ status: 'RUNNING' }));
    if (status === 'FAILED') {
      const fault = await client.workflow
        .getHandle(run)
        .result()
        .catch((error: unknown) => error);
      throw unwrapFailure(fault);
    }
    const view = await viewRun(client, run);
    if (status !== 'RUNNING' || (view !== null && view.stages.some((stage) => stage.status !== 'waiting'))) return true;
  }
  return false;
}

async function runToItsEnd(
  environment: Environment,
  temporal: Temporal,
  config: RunConfig,
  profilingWorkers: number,
): Promise<void> {
  // Workers of our own queue: those of an "up" beside us may neither see our sources nor have our keys.
  const taskQueue = (await openTaskQueue(temporal.client, config)) ?? `${environment.taskQueue}-${config.name}`;
  const { address } = temporal;
  const workers = await startWorkerProcesses({ environment, address, taskQueue, profilingWorkers });
  const onSignal = (): void => {
    process.stderr.write(`\nstopping; "convrecstudio run" with the same name goes on from here\n`);
    void workers
      .stop()
      .then(() => temporal.stop())
      .finally(() => process.exit(130));
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    if (temporal.uiUrl !== null) process.stderr.write(`Temporal UI: ${temporal.uiUrl}\n`);
    await startWorkflow(temporal.client, config, taskQueue);
    await watch(temporal.client, config.name, config.store ?? environment.store);
  } catch (error) {
    throw unwrapFailure(error);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    await workers.stop();
  }
}

const startWorkflow = (client: Client, config: RunConfig, taskQueue: string): Promise<unknown> =>
  client.workflow.start('generateDatasetWorkflow', {
    workflowId: config.name,
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    memo: { [STORE_MEMO]: config.store },
    staticSummary: `${config.target.dialogs} dialogs on ${config.domain}`,
    args: [config],
  });

/**
 * The queue of the run's open workflow, which our workers then serve; null where none is open. Throws `run_conflict` where it is
 * another store's: our workers could not read that.
 */
async function openTaskQueue(client: Client, { name: run, store }: RunConfig): Promise<string | null> {
  try {
    const { status, taskQueue, memo } = await client.workflow.getHandle(run).describe();
    if (status.name !== 'RUNNING') return null;
    const other = memo?.[STORE_MEMO];
    if (typeof other === 'string' && store !== null && other !== store) {
      throw new PipelineError(
        'run_conflict',
        `a run "${run}" is under way in ${other}, and this command is for ${store}: name that one by --store, or take another name`,
        { subject: run },
      );
    }
    return taskQueue;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function watch(client: Client, run: string, storeUri: string): Promise<void> {
  const rateLook = createRateLook(run, storeUri);
  const display = createProgressDisplay(process.stderr);
  const result = resultOf(client, run);
  const end = result.then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  let seenAt = Date.now();
  let isSilent = false;
  for (let news: 'ended' | 'look' = 'look'; news !== 'ended';) {
    const view = await viewRun(client, run);
    if (view !== null) {
      display.show({ ...view, rate: await rateLook() });
      if (isSilent) process.stderr.write('they answer again\n');
      isSilent = false;
      seenAt = Date.now();
    } else if (!isSilent && Date.now() - seenAt > SILENCE_MS) {
      isSilent = true;
      process.stderr.write(
        '\nthe Temporal server or the workers do not answer: waiting for them, and going on when they do; nothing is lost\n',
      );
    }
    news = await Promise.race([end, sleep(LOOK_EVERY_MS, 'look' as const)]);
  }
  const last = await viewRun(client, run);
  if (last !== null) display.show(last);
  await result;
}

/** Waits for the run however often the server goes away meanwhile: it comes back with its data. */
async function resultOf(client: Client, run: string): Promise<void> {
  for (;;) {
    try {
      await client.workflow.getHandle(run).result();
      return;
    } catch (error) {
      if (error instanceof WorkflowFailedError || !isServerAway(error)) throw error;
      await sleep(SERVER_AWAY_MS);
    }
  }
}

function isServerAway(error: unknown): boolean {
  const fault = isGrpcServiceError(error) ? error : error instanceof Error ? error.cause : null;
  return isGrpcServiceError(fault) && !REFUSALS.has(fault.code);
}

/** Of gRPC: PERMISSION_DENIED, UNAUTHENTICATED. They do not pass by themselves. */
const REFUSALS: ReadonlySet<number> = new Set([7, 16]);
