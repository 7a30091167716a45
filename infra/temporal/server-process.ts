import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { PipelineError } from '../../core/errors.ts';

export const SERVER_LOG = 'temporal-server.log';
const STOP_TIMEOUT_MS = 15_000;
const LOG_TAIL_CHARACTERS = 1_500;
/** Part of util-linux: lets the kernel end the server when we die, also by kill -9. */
const SETPRIV = '/usr/bin/setpriv';

export interface ServerProcess {
  readonly pid: number;
  /** How it ended, or null while it runs. */
  exited(): string | null;
  onExit(listener: (reason: string) => void): void;
  logTail(): Promise<string>;
  /** All that this process said: the log's tail may be a long trace, and its beginning another process's. */
  said(): Promise<string>;
  stop(): Promise<void>;
}

interface SpawnOptions {
  readonly executable: string;
  readonly stateDir: string;
  readonly port: number;
  readonly uiPort: number;
  /** Where the UI's pages have encrypted payloads read and written; null: nowhere. */
  readonly codecEndpoint: string | null;
}

/**
 * The server's process. It has a process group of its own, so that Ctrl-C in a terminal reaches us first and workers
 * can finish while the server still stands; it ends with us (exit handler; on Linux the kernel sees to it).
 */
export async function spawnServer(options: SpawnOptions): Promise<ServerProcess> {
  const { executable, stateDir, port, uiPort, codecEndpoint } = options;
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--ui-port', `${uiPort}`];
  args.push('--db-filename', join(stateDir, 'temporal.db'), '--ui-disable-news-fetch');
  if (codecEndpoint !== null) args.push('--ui-codec-endpoint', codecEndpoint);
  // WAL: four times the workflows a second; see SQLite on what "normal" may lose at a power cut (not at a kill).
  args.push('--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal');
  await access(executable, constants.X_OK).catch((cause: unknown) => {
    const message = `${executable} cannot be started: run npx convrecstudio setup`;
    throw new PipelineError('setup_missing', message, { subject: executable }, cause);
  });
  const bound = process.platform === 'linux' && (await isExecutable(SETPRIV));
  const command = bound ? [SETPRIV, '--pdeathsig', 'TERM', executable, ...args] : [executable, ...args];
  const [program = executable, ...rest] = command;
  const log = await open(join(stateDir, SERVER_LOG), 'a');
  const { size: logBefore } = await log.stat();
  const child = spawn(program, rest, { stdio: ['ignore', log.fd, log.fd], detached: true });
  let reason: string | null = null;
  child.once('error', (error) => (reason = error.message));
  child.once('exit', (code, signal) => (reason = signal === null ? `exit code ${code}` : `signal ${signal}`));
  await log.close();
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  return {
    pid: child.pid ?? 0,
    exited: () => reason,
    onExit: (listener) => void child.once('exit', () => listener(reason ?? 'ended')),
    logTail: async () => (await readFile(join(stateDir, SERVER_LOG), 'utf8')).slice(-LOG_TAIL_CHARACTERS),
    said: async () => (await readFile(join(stateDir, SERVER_LOG))).subarray(logBefore).toString('utf8'),
    stop: async () => {
      process.removeListener('exit', end);
      if (reason !== null || child.pid === undefined) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = new AbortController();
      const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: timer.signal }).catch(() => 'cancelled');
      if ((await Promise.race([exit, late])) === 'late') child.kill('SIGKILL');
      timer.abort();
      await exit;
    },
  };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
