import { setTimeout as sleep } from 'node:timers/promises';

import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { Command } from 'commander';

import { PipelineError } from '../../core/errors.ts';
import { readEnvironment } from '../../workers/environment.ts';
import * as names from '../../workflows/contract.ts';
import { absentRun } from '../absent-run.ts';
import { withRunFaults } from '../run-faults.ts';
import { findTemporal } from '../services.ts';
import { isUnderWay } from '../watch-run.ts';
import { wholeNumber } from '../whole-number.ts';

/** Commands that steer a run under way, by updates on its workflow: a refused one says why. */

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 300;
/** Of all calls of a command. */
const DEADLINE_MS = PATIENCE_MS + 5_000;

/** Runs `act` on the run's workflow; throws where no such run is under way, with the workflow's own sentence where it refuses. */
export async function steer<T>(
  run: string,
  act: (handle: WorkflowHandle) => Promise<T>,
  workflowId: string = run,
): Promise<T> {
  const services = await findTemporal(readEnvironment(process.env, process.cwd()));
  if (services === null) throw await absentRun(run, null);
  const { client } = services;
  try {
    if (!(await isUnderWay(client, run))) throw await absentRun(run, client);
    // The deadline holds for calls that are begun within it.
    return await client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      withRunFaults(run, () => act(client.workflow.getHandle(workflowId))),
    );
  } catch (error) {
    throw asRefusal(run, error);
  } finally {
    await services.stop();
  }
}

function asRefusal(run: string, error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const cause = error.cause instanceof ActivityFailure ? error.cause.cause : error.cause;
    const reason = cause instanceof ApplicationFailure ? cause.message : error.message;
    return new PipelineError('bad_configuration', reason, { subject: run });
  }
  if (isUnanswered(error)) {
    return new PipelineError(
      'internal',
      `run ${run} does not answer: do its workers live? "convrecstudio run" with its name, "up" or "worker" start some`,
      {},
      error,
    );
  }
  return error;
}

const isUnanswered = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  isGrpcServiceError(error) ||
  (error instanceof Error && isGrpcServiceError(error.cause));

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

const steering = (name: string, description: string, act: (handle: WorkflowHandle) => Promise<string>) =>
  new Command(name)
    .description(description)
    .argument('<run>', 'the run')
    .action(async (run: string) => say(`${run}: ${await steer(run, act)}`));

export const pauseCommand = (): Command =>
  steering('pause', 'begin no new dialogs or stages; those in flight end', (handle) =>
    handle.executeUpdate(names.pauseUpdate),
  );

export const resumeCommand = (): Command =>
  steering('resume', 'go on after a pause, or after a cure (a new key, credit)', (handle) =>
    handle.executeUpdate(names.resumeUpdate),
  );

export const cancelCommand = (): Command =>
  steering('cancel', 'end a run; what it made stays, and "run" goes on from there', async (handle) => {
    await handle.cancel();
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
      const { status } = await handle.describe();
      if (status.name !== 'RUNNING') return 'cancelled; what it made stays, and "run" with the same settings goes on';
    }
    return 'told to cancel; it ends as soon as a worker hears of it';
  });

export const concurrencyCommand = (): Command =>
  new Command('concurrency')
    .description('set how many dialogs are in flight at once')
    .argument('<run>', 'the run')
    .argument('<dialogs>', '1 to 200', wholeNumber)
    .action(async (run: string, dialogs: number) => {
      say(
        `${run}: ${await steer(run, (handle) => handle.executeUpdate(names.concurrencyUpdate, { args: [dialogs] }))}`,
      );
    });

export const budgetCommand = (): Command =>
  new Command('budget')
    .description('raise the cap of a run under way')
    .argument('<run>', 'the run')
    .requiredOption('--raise', 'caps are only ever raised')
    .option('--usd <amount>', 'new cap on the cost, US dollars', positive)
    .option('--tokens <n>', 'new cap on the tokens', wholeNumber)
    .action(async (run: string, { usd, tokens }: { usd?: number; tokens?: number }) => {
      const raise = {
        ...(usd === undefined ? {} : { maxCostUsd: usd }),
        ...(tokens === undefined ? {} : { maxTokens: tokens }),
      };
      say(`${run}: ${await steer(run, (handle) => handle.executeUpdate(names.budgetUpdate, { args: [raise] }))}`);
    });

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new PipelineError('bad_configuration', `"${text}" is no amount above 0`, { subject: '--usd' });
}
