import { setTimeout as sleep } from 'node:timers/promises';

import { Command } from 'commander';

import { RunSummarySchema } from '../../core/dataset/run-summary.ts';
import { PipelineError } from '../../core/errors.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { printSummary } from '../print-summary.ts';
import { createRateLook } from '../rate-waits.ts';
import { createProgressDisplay, stageLines } from '../progress-display.ts';
import { openExistingRun, storeUriOf } from '../run-reader.ts';
import { findTemporal } from '../services.ts';
import type { Temporal } from '../services.ts';
import { printJson } from '../table.ts';
import { executionOf, viewRun } from '../watch-run.ts';

interface StatusOptions {
  readonly store?: string;
  readonly json?: boolean;
  readonly once?: boolean;
}

const LOOK_EVERY_MS = 1_000;
/** Each waits some seconds for an answer. */
const MISSED_AT_MOST = 6;

/** How the server's execution ended, for people. */
const ENDS: Readonly<Record<string, string>> = {
  COMPLETED: 'ended',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed out',
};

export const statusCommand = (): Command =>
  new Command('status')
    .description('how far a run is, live in a terminal; or what came of it')
    .argument('<run>', 'the run')
    .option('--once', 'one look, also in a terminal')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: StatusOptions) => {
      const services = await findTemporal(readEnvironment(process.env, process.cwd()));
      let end: string | null = null;
      let isServed = false;
      try {
        end = services === null ? null : await showWhileUnderWay(services, run, options);
        isServed = services !== null;
        if (end === 'shown') return;
      } finally {
        await services?.stop();
      }
      await showStore(run, end, { ...options, isServed });
    });

/** "shown" after a look at a run under way; else how the server says that it ended, null where it knows of none. */
async function showWhileUnderWay(
  { client }: Pick<Temporal, 'client'>,
  run: string,
  { json = false, once = false, store }: StatusOptions,
): Promise<string | null> {
  const isLive = process.stdout.isTTY && !json && !once;
  const display = createProgressDisplay(process.stdout);
  const rateLook = createRateLook(run, storeUriOf(store));
  let missed = 0;
  for (;;) {
    const { status, failure } = await executionOf(client, run);
    if (status !== 'RUNNING') return status === null ? null : `${ENDS[status] ?? status}${failure}`;
    const looked = await viewRun(client, run);
    if (looked === null && isLive && ++missed < MISSED_AT_MOST) {
      // Workers that start again, or are busy for a while.
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    if (looked === null) {
      throw new PipelineError(
        'internal',
        `run ${run} is under way, but none of its workers answers: start "convrecstudio worker" or "up"`,
      );
    }
    missed = 0;
    const view = { ...looked, rate: await rateLook() };
    if (json) printJson({ status: view.paused ? 'paused' : 'running', ...view });
    else if (isLive) display.show(view);
    else process.stdout.write(`run ${run}: ${view.paused ? 'paused' : 'running'}\n${stageLines(view).join('\n')}\n`);
    if (!isLive) return 'shown';
    await sleep(LOOK_EVERY_MS);
  }
}

async function showStore(
  run: string,
  end: string | null,
  { store, json = false, isServed }: StatusOptions & { readonly isServed: boolean },
): Promise<void> {
  const folder = await openExistingRun(run, store).catch((error: unknown) => {
    if (end === null || !(error instanceof PipelineError)) throw error;
    throw new PipelineError(
      'artefact_missing',
      `run ${run} ${end} on the server, but its folder is gone: it was deleted, or lies in another store (--store)`,
      { subject: run },
    );
  });
  const summary = await folder.findJson(folder.keys.summary, RunSummarySchema);
  if (summary !== null) {
    printSummary(summary, { run, storeUri: folder.ref.store, json });
    return;
  }
  const known =
    end ??
    (isServed
      ? 'stopped, and the server does not know it any more (never there, deleted, or past its retention)'
      : 'stopped: no Temporal server runs here');
  if (json) printJson({ status: 'stopped', end });
  else
    process.stdout.write(`run ${run}: ${known}; "convrecstudio run" with the same settings goes on from what stands\n`);
}
