import { Command } from 'commander';

import { readEnvironment } from '../../workers/environment.ts';
import { untilInterrupted } from '../interrupt.ts';
import { ensureWorkerParts, openTemporal } from '../services.ts';
import { startWorkerProcesses } from '../worker-processes.ts';

export const upCommand = (): Command =>
  new Command('up').description('start the Temporal server and the workers, until Ctrl-C').action(async () => {
    const environment = readEnvironment(process.env, process.cwd());
    await ensureWorkerParts(environment);
    const temporal = await openTemporal(environment);
    try {
      const workers = await startWorkerProcesses(environment, temporal.address, environment.taskQueue);
      process.stdout.write(
        `Temporal at ${temporal.address}${temporal.uiUrl === null ? '' : `, UI at ${temporal.uiUrl}`}; Ctrl-C stops it.\n` +
          `Start a run in the UI: workflow type generateDatasetWorkflow, task queue ${environment.taskQueue},\n` +
          `workflow id = the run's name, input {"source": {"reviews": "PATH"}}\n`,
      );
      await untilInterrupted();
      await workers.stop();
    } finally {
      await temporal.stop();
    }
  });
