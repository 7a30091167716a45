import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Environment } from '../workers/environment.ts';
import type { Role } from '../workers/roles.ts';

/** Compute in a process of its own: native code holds the event loop, and dialogs must go on meanwhile. */
const processesFor = (profilingWorkers: number): { readonly name: string; readonly roles: readonly Role[] }[] => [
  { name: 'dialogs', roles: ['workflows', 'dialogs'] },
  { name: 'compute', roles: ['profiling', 'training'] },
  ...Array.from({ length: profilingWorkers - 1 }, (_, index) => ({
    name: `profiling-${index + 2}`,
    roles: ['profiling' as const],
  })),
];

const RESTART_AFTER_MS = 1_000;
/** A worker that dies this often before it is ready will not get better. */
const MAX_EARLY_DEATHS = 3;

export interface WorkerProcesses {
  readonly pids: () => readonly number[];
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly environment: Environment;
  readonly address: string;
  readonly taskQueue: string;
  /** Processes that share the shards of a run's sentences, 1 or more; each holds a model, and later a run, in memory. */
  readonly profilingWorkers: number;
}

/**
 * Starts the worker processes and keeps them alive: one that is killed is started again, and Temporal gives its work to
 * the new one. Each ends with this process (the channel between them closes), so none is left behind.
 */
export async function startWorkerProcesses({
  environment,
  address,
  taskQueue,
  profilingWorkers,
}: WorkerOptions): Promise<WorkerProcesses> {
  mkdirSync(environment.stateDirectory, { recursive: true });
  const supervised = processesFor(profilingWorkers).map(({ name, roles }, index) => {
    const metrics = environment.metrics === null ? null : nthPort(environment.metrics, index);
    return superviseWorker({ ...environment, taskQueue, metrics }, address, name, roles);
  });
  const stop = async (): Promise<void> => {
    await Promise.all(supervised.map((worker) => worker.stop()));
  };
  try {
    await Promise.all(supervised.map((worker) => worker.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, pids: () => supervised.flatMap((worker) => worker.pid() ?? []) };
}

/** Each process serves its own metrics, at ports one after the other. */
const nthPort = (address: string, index: number): string =>
  address.replace(/\d+$/u, (port) => String(Number(port) + index));

function superviseWorker(environment: Environment, address: string, name: string, roles: readonly Role[]) {
  const logPath = join(environment.stateDirectory, `worker-${name}.log`);
  let stopping = false;
  let earlyDeaths = 0;
  let everReady = false;
  let restart: NodeJS.Timeout | undefined;
  let child: ChildProcess | null = null;
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const start = (): void => {
    const log = openSync(logPath, 'a');
    const started = fork(
      fileURLToPath(new URL('./convrecstudio.mjs', import.meta.url)),
      ['worker', '--roles', roles.join(',')],
      {
        env: {
          ...environment.variables,
          TEMPORAL_ADDRESS: address,
          CONVRECSTUDIO_TASK_QUEUE: environment.taskQueue,
          // Versions are for workers that outlive a command: those of `worker`.
          CONVRECSTUDIO_DEPLOYMENT: '',
          CONVRECSTUDIO_STORE: environment.store,
          CONVRECSTUDIO_STATE: environment.stateDirectory,
          CONVRECSTUDIO_ALLOW: environment.allow.join('\n'),
          ...(environment.metrics === null ? {} : { CONVRECSTUDIO_METRICS: environment.metrics }),
        },
        execArgv: [],
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    child = started;
    started.on('message', (message) => {
      if (message !== 'ready') return;
      everReady = true;
      settle?.resolve();
    });
    started.on('exit', (code, signal) => {
      if (stopping) return;
      // Before it was ever ready, it will not get better by itself; afterwards, the server may only be away for a while.
      if (!everReady && ++earlyDeaths >= MAX_EARLY_DEATHS) {
        settle?.reject(new Error(`the ${name} worker does not start (${signal ?? code}): see ${logPath}`));
        return;
      }
      restart = setTimeout(start, RESTART_AFTER_MS);
    });
  };
  start();

  const stop = async (): Promise<void> => {
    stopping = true;
    clearTimeout(restart);
    const current = child;
    if (current === null || current.exitCode !== null || current.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => current.once('exit', () => resolve()));
    current.kill('SIGTERM');
    const patience = setTimeout(() => current.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(patience);
  };
  return { ready, stop, pid: () => child?.pid };
}
