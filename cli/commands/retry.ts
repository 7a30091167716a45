import { Command } from 'commander';

import { addRetries } from '../../activities/retries.ts';
import { PipelineError } from '../../core/errors.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { retryUpdate, runProgressQuery, workflowIds } from '../../workflows/contract.ts';
import { executeRun } from '../execute-run.ts';
import { madeByOf, preflight } from '../preflight.ts';
import { openExistingRun } from '../run-reader.ts';
import { findTemporal } from '../services.ts';
import { isUnderWay } from '../watch-run.ts';
import { steer } from './control.ts';

interface RetryOptions {
  readonly failed?: boolean;
  readonly detach?: boolean;
  readonly store?: string;
}

/** New dialogs in place of those that were given up: by the run's workflow while it makes dialogs, else by going on. */
export const retryCommand = (): Command =>
  new Command('retry')
    .description('make new dialogs in place of those that were given up; the old ones stay')
    .argument('<run>', 'the run')
    .argument('[dialogs...]', 'dialog ids, e.g. d000012')
    .option('--failed', 'every dialog that was given up and not retried yet')
    .option('--detach', 'of a run that has ended: start it and return, for the workers of "up" or of a cluster')
    .option('--store <uri>', 'where runs are kept')
    .action(async (run: string, dialogs: string[], { failed = false, detach = false, store }: RetryOptions) => {
      if (failed === dialogs.length > 0) {
        throw new PipelineError('bad_configuration', 'retry: name dialogs (e.g. d000012), or give --failed');
      }
      const wish = failed ? { failed } : { dialogs };
      if (await makesDialogs(run)) {
        const sentence = await steer(
          run,
          (handle) => handle.executeUpdate(retryUpdate, { args: [wish] }),
          workflowIds.simulation(run),
        );
        process.stdout.write(`${run}: ${sentence}\n`);
        return;
      }
      const folder = await openExistingRun(run, store);
      const config = await folder.config();
      if (config.target.until === 'attempted') {
        throw new PipelineError(
          'bad_configuration',
          `run ${run} tries its first targets, whatever becomes of them: nothing is retried`,
        );
      }
      const environment = readEnvironment(process.env, process.cwd());
      const added = await addRetries(folder, wish, () =>
        preflight(environment, config, folder, madeByOf(environment, detach)),
      );
      if (added.length === 0) {
        process.stdout.write(`${run}: nothing to retry: no dialog was given up\n`);
        return;
      }
      for (const { of, dialogId } of added) process.stdout.write(`${of} -> ${dialogId}\n`);
      await executeRun({ ...config, store: folder.ref.store }, { detach, json: false, isReopened: true });
    });

async function makesDialogs(run: string): Promise<boolean> {
  const services = await findTemporal(readEnvironment(process.env, process.cwd()));
  if (services === null) return false;
  try {
    if (!(await isUnderWay(services.client, run))) return false;
    if (await isUnderWay(services.client, workflowIds.simulation(run))) return true;
    const { stages } = await services.client.workflow.getHandle(run).query(runProgressQuery);
    const stage = stages.find(({ status }) => status === 'running')?.stage ?? 'its end';
    throw new PipelineError(
      'bad_configuration',
      `run ${run} is under way, at ${stage}: retry when its dialogs are made or when it has ended`,
      { subject: run },
    );
  } finally {
    await services.stop();
  }
}
