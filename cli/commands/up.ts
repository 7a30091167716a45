import { Command } from 'commander';

import { readEnvironment } from '../../workers/environment.ts';
import { atLeastOne } from '../whole-number.ts';
import { untilInterrupted } from '../interrupt.ts';
import { ensureWorkerParts, openTemporal } from '../services.ts';
import { startWorkerProcesses } from '../worker-processes.ts';

export const upCommand = (): Command =>
  new Command('up')
    .description('start the Temporal server and the workers, until Ctrl-C')
    .option('--profiling-workers <n>', "processes that share the shards of a large run's sentences", atLeastOne, 1)
    .action(async ({ profilingWorkers }: { profilingWorkers: number }) => {
      const environment = readEnvironment(process.env, process.cwd());
      await ensureWorkerParts(environment);
      const temporal = await openTemporal(environment);
      try {
        const workers = await startWorkerProcesses({
          environment,
          address: temporal.address,
          taskQueue: environment.taskQueue,
          profilingWorkers,
        });
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
