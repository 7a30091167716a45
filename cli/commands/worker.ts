import { Command } from 'commander';

import { connectClient, prepareCluster } from '../services.ts';
import { PipelineError } from '../../core/errors.ts';
import { cacheFolder } from '../../infra/setup/environment.ts';
import { createPorts } from '../../workers/ports.ts';
import { readEnvironment } from '../../workers/environment.ts';
import type { Environment } from '../../workers/environment.ts';
import { buildIdOf } from '../../workers/deployment.ts';
import { ROLE_PARTS, ROLES } from '../../workers/roles.ts';
import type { Role } from '../../workers/roles.ts';
import { startWorkers, STOPS_WITHIN_MS } from '../../workers/worker.ts';
import { ensureParts } from '../../infra/setup/ensure-parts.ts';
import { printSetupProgress } from '../setup-progress.ts';

/** Serves task queues until it is told to stop (SIGTERM, SIGINT, or its parent's end). */
export const workerCommand = (): Command =>
  new Command('worker')
    .description('serve the task queues of a Temporal server (TEMPORAL_ADDRESS)')
    .option('--roles <list>', `queues to serve, of ${ROLES.join(', ')}`, ROLES.join(','))
    .action(async (options: { roles: string }) => {
      const environment = readEnvironment(process.env, process.cwd());
      const roles = options.roles.split(',').map(parseRole);
      const address = environment.temporal.address ?? '127.0.0.1:7233';
      // Connects, and registers what our workflows need of a namespace.
      const { client, stop: disconnect } = await connectClient(environment, address);
      await prepareCluster(client, environment);
      await disconnect();
      // Before the first task: what these roles use, and nothing else.
      await ensureParts([...new Set(roles.flatMap((role) => ROLE_PARTS[role]))], {
        env: environment.variables,
        onProgress: printSetupProgress(),
      });
      const ports = await createPorts(environment, address);
      // A worker that cannot train on what it was told to says so at once, not when a run comes to training.
      if (roles.includes('training') && environment.tensorFlow !== 'auto') await ports.tensorFlow('auto');
      const workers = await startWorkers({
        environment,
        address,
        roles,
        ports,
        cacheDirectory: cacheFolder(environment.variables),
      });
      const stop = (): void => {
        workers.shutdown();
        // Native code may hold on for minutes, and the server be away: neither keeps a worker.
        setTimeout(() => process.exit(0), STOPS_WITHIN_MS).unref();
      };
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
      process.once('disconnect', stop);
      // A closed terminal ends the command that started us; we end with it, and keep what is paid for.
      if (process.send !== undefined) process.on('SIGHUP', () => {});
      process.send?.('ready');
      if (process.send === undefined)
        process.stdout.write(`serving ${options.roles} of ${address}${await versionOf(environment)}\n`);
      await workers.done;
      await ports.close();
      if (process.connected) process.disconnect();
    });

function parseRole(text: string): Role {
  const role = ROLES.find((name) => name === text.trim());
  if (role !== undefined) return role;
  throw new PipelineError('bad_configuration', `--roles: "${text}" is none of ${ROLES.join(', ')}`);
}

/** Versioned workers wait idle until someone makes their version current: the line says how. */
async function versionOf({ deployment }: Environment): Promise<string> {
  if (deployment === null) return '';
  const version = `--deployment-name ${deployment.name} --build-id ${await buildIdOf(deployment)}`;
  return `, once current: temporal worker deployment set-current-version ${version}`;
}
