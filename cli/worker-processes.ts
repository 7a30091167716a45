import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PipelineError } from '../core/errors.ts';
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
    const from = fstatSync(log).size;
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
    closeSync(log);
    child = started;
    started.on('message', (message) => {
      if (message !== 'ready') return;
      everReady = true;
      settle?.resolve();
    });
    const onEnd = (how: string | number | null): void => {
      if (stopping) return;
      // Before it was ever ready, it will not get better by itself; afterwards, the server may only be away for a while.
      if (!everReady && (how === USAGE || ++earlyDeaths >= MAX_EARLY_DEATHS)) {
        const why = lastFault(logPath, from) ?? `it ended with ${how}`;
        const message = `the ${name} worker does not start: ${why} (its log: ${logPath})`;
        settle?.reject(
          new PipelineError(how === USAGE ? 'bad_configuration' : 'internal', message, { subject: logPath }),
        );
        return;
      }
      if (everReady) process.stderr.write(`${endedNote(name, how)}; its log: ${logPath}\n`);
      restart = setTimeout(start, RESTART_AFTER_MS);
    };
    started.on('exit', (code, signal) => onEnd(signal ?? code));
    // It could not even be forked: no exit comes.
    started.on('error', (error) => started.pid === undefined && onEnd(error.message));
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

/** The exit code of a worker that was told something wrong: to start it again changes nothing. */
const USAGE = 2;

/** The sentence by which a worker ended, of what it wrote from there on. */
function lastFault(logPath: string, from: number): string | null {
  const said = readFileSync(logPath).subarray(from).toString();
  return (
    said
      .match(/^error.*$/gmu)
      ?.at(-1)
      ?.replace(/^error( \([a-z_]+\))?: /u, '') ?? null
  );
}

const endedNote = (name: string, how: string | number | null): string =>
  `\nthe ${name} worker ended (${how}) and is started again${how === 'SIGKILL' ? ' (killed: by somebody, or for want of memory)' : ''}`;
