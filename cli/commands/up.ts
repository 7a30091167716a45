import { Command } from 'commander';

import { readEnvironment } from '../../workers/environment.ts';
import { openServices } from '../services.ts';
import { untilInterrupted } from '../interrupt.ts';

export const upCommand = (): Command =>
  new Command('up').description('start the Temporal server and the workers, until Ctrl-C').action(async () => {
    const services = await openServices(readEnvironment(process.env, process.cwd()));
    process.stdout.write(
      `Temporal at ${services.address}${services.uiUrl === null ? '' : `, UI at ${services.uiUrl}`}; Ctrl-C stops it.\n` +
        `Start a run in the UI: workflow type generateDatasetWorkflow, task queue convrecstudio, workflow id = run id,\n` +
        `input {"source": {"reviews": "PATH"}}\n`,
    );
    await untilInterrupted();
    await services.stop();
  });
