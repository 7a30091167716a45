import { setTimeout as sleep } from 'node:timers/promises';

import { WorkflowFailedError, WorkflowIdConflictPolicy } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, ChildWorkflowFailure, ActivityFailure } from '@temporalio/common';

import { applyReplay, assertExtends } from '../core/config/resolve-config.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { RunSummarySchema } from '../core/dataset/run-summary.ts';
import type { RunSummary } from '../core/dataset/run-summary.ts';
import { PipelineError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import { readEnvironment } from '../workers/environment.ts';
import type { Environment } from '../workers/environment.ts';
import { taskQueues } from '../workflows/contract.ts';
import { createProgressDisplay } from './progress-display.ts';
import { preflight } from './preflight.ts';
import { openFolder } from './run-reader.ts';
import { openServices } from './services.ts';
import { printSummary } from './print-summary.ts';
import { viewRun } from './watch-run.ts';

const LOOK_EVERY_MS = 700;

/**
 * Makes a run true, whatever stands: starts it, attaches to it, extends it, or says that it is done. Nothing that stands is
 * made again.
 */
export async function executeRun(config: RunConfig, options: { detach: boolean; json: boolean }): Promise<void> {
  const base = readEnvironment(process.env, process.cwd());
  const environment: Environment = {
    ...base,
    allow: [
      ...base.allow,
      base.store,
      ...[config.store, config.source.reviews, config.source.items].filter((uri) => uri !== null),
    ],
  };
  const storeUri = config.store ?? environment.store;
  const folder = openFolder(environment, config.name, storeUri);
  const standing = await folder.findJson(folder.keys.config, RunConfigSchema);
  const asked = { ...applyReplay(config, standing), store: null };
  if (standing !== null) assertExtends(config.name, standing, asked);
  const summary = await folder.findJson(folder.keys.summary, RunSummarySchema);
  if (summary !== null && standing !== null && isSame(standing, asked)) {
    process.stderr.write(`run ${config.name} is done: nothing to do\n`);
    printSummary(summary, { run: config.name, storeUri, json: options.json });
    return;
  }
  await preflight(environment, config, storeUri);
  await runOnServices(environment, { ...config, store: storeUri }, options.detach);
  if (options.detach) return;
  const finished = await folder.readJson(folder.keys.summary, RunSummarySchema);
  printSummary(finished satisfies RunSummary, { run: config.name, storeUri, json: options.json });
}

const isSame = (standing: RunConfig, asked: RunConfig): boolean => JSON.stringify(standing) === JSON.stringify(asked);

async function runOnServices(environment: Environment, config: RunConfig, detach: boolean): Promise<void> {
  const services = await openServices(environment);
  const onSignal = (): void => {
    process.stderr.write(`\nstopping; "convrecstudio run" with the same name goes on from here\n`);
    void services.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    if (services.uiUrl !== null) process.stderr.write(`Temporal UI: ${services.uiUrl}\n`);
    const handle = await services.client.workflow.start('generateDatasetWorkflow', {
      workflowId: config.name,
      taskQueue: taskQueues(environment.taskQueue).workflows,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      staticSummary: `${config.target.dialogs} dialogs on ${config.domain}`,
      args: [config],
    });
    if (detach) {
      process.stderr.write(`started ${config.name}; "convrecstudio status ${config.name}" shows how far it is\n`);
      return;
    }
    await watch(services.client, config.name, handle.result());
  } catch (error) {
    throw unwrapFailure(error);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await services.stop();
  }
}

async function watch(client: Client, run: string, result: Promise<unknown>): Promise<void> {
  const display = createProgressDisplay(process.stderr);
  const end = result.then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  for (let news: 'ended' | 'look' = 'look'; news !== 'ended';) {
    const view = await viewRun(client, run);
    if (view !== null) display.show(view);
    news = await Promise.race([end, sleep(LOOK_EVERY_MS, 'look' as const)]);
  }
  const last = await viewRun(client, run);
  if (last !== null) display.show(last);
  display.end();
  await result;
}

/** The fault at the root of a failed workflow, as the error that it was. */
function unwrapFailure(error: unknown): unknown {
  let cause: unknown = error;
  while (
    cause instanceof WorkflowFailedError ||
    cause instanceof ChildWorkflowFailure ||
    cause instanceof ActivityFailure
  ) {
    cause = cause.cause;
  }
  if (cause instanceof CancelledFailure)
    return new PipelineError('internal', 'the run was cancelled; "run" goes on from there');
  if (cause instanceof ApplicationFailure) {
    return new PipelineError((cause.type ?? 'internal') as ErrorCode, cause.message, {}, cause);
  }
  return error;
}
