import { Command, InvalidArgumentError } from 'commander';

import { concurrencySignal, pauseSignal, resumeSignal, workflowIds } from '../../workflows/contract.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { findTemporal } from '../services.ts';
import { notUnderWay, withRunFaults } from '../run-faults.ts';
import type { Temporal } from '../services.ts';

/** Commands that steer a running run by signals. */

const steering = (
  name: string,
  description: string,
  act: (services: Pick<Temporal, 'client'>, run: string) => Promise<unknown>,
) =>
  new Command(name)
    .description(description)
    .argument('<run>', 'the run')
    .action(async (run: string) => {
      await steer(run, (services) => act(services, run));
      process.stdout.write(`${name}: ${run}\n`);
    });

async function steer(run: string, act: (services: Pick<Temporal, 'client'>) => Promise<unknown>): Promise<void> {
  const services = await findTemporal(readEnvironment(process.env, process.cwd()));
  if (services === null) throw notUnderWay(run);
  try {
    await withRunFaults(run, () => act(services));
  } finally {
    await services.stop();
  }
}

export const pauseCommand = (): Command =>
  steering('pause', 'start no new dialogs; those in flight end', ({ client }, run) =>
    client.workflow.getHandle(workflowIds.simulation(run)).signal(pauseSignal),
  );

export const resumeCommand = (): Command =>
  steering('resume', 'go on after a pause', ({ client }, run) =>
    client.workflow.getHandle(workflowIds.simulation(run)).signal(resumeSignal),
  );

export const cancelCommand = (): Command =>
  steering('cancel', 'end a run; what it made stays, and "run" goes on from there', ({ client }, run) =>
    client.workflow.getHandle(run).cancel(),
  );

export const concurrencyCommand = (): Command =>
  new Command('concurrency')
    .description('set how many dialogs are in flight at once')
    .argument('<run>', 'the run')
    .argument('<dialogs>', '1 to 200', parseConcurrency)
    .action((run: string, dialogs: number) =>
      steer(run, ({ client }) =>
        client.workflow.getHandle(workflowIds.simulation(run)).signal(concurrencySignal, dialogs),
      ),
    );

function parseConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 200) throw new InvalidArgumentError('a whole number, 1 to 200');
  return value;
}
