import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

import { PipelineError } from '../../core/errors.ts';
import { holdLock } from '../setup/setup-lock.ts';
import { freePort } from './free-port.ts';
import { prepareNamespace } from './namespace.ts';
import { type ServerProcess, spawnServer, SERVER_LOG } from './server-process.ts';
import { isAlive, readServerRecord, removeServerRecord, startedTicks, writeServerRecord } from './server-record.ts';

export interface TemporalServerOptions {
  /** The installed `temporal` part's program. */
  readonly executable: string;
  /** Holds the database, the log and the record of the running server; one server a folder. */
  readonly stateDir: string;
  /** Taken where it is free, else another. */
  readonly preferredPort?: number;
  readonly preferredUiPort?: number;
  /** URL of a codec server, which the UI's pages then use. */
  readonly codecEndpoint?: string;
  /** Told when a server that we own ends by itself. */
  readonly onExit?: (reason: string) => void;
}

export interface TemporalServer {
  /** "127.0.0.1:7233" */
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  /** False: it was running already, and somebody else stops it. */
  readonly owned: boolean;
  /** Ends an owned server and waits for it; leaves another alone. Can be called again. */
  stop(): Promise<void>;
}

export const NAMESPACE = 'default';
const START_TIMEOUT_MS = 60_000;
/** Another program may take a port between our look and the server's start. */
const START_ATTEMPTS = 3;

/**
 * Temporal's development server on 127.0.0.1, with its data in the state folder, ready for our workflows (retention,
 * search attributes). Where a live server of the same folder exists, that one is used: two would fight over the
 * database. Throws `setup_missing` where the program cannot be started, `internal` with the log's end otherwise.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const stateDir = resolve(options.stateDir);
  await mkdir(stateDir, { recursive: true });
  return holdLock(`${stateDir}/temporal-server.lock`, { onWait: () => {} }, async () => {
    const running = await runningServer(stateDir);
    if (running !== null) return running;
    for (let attempt = 1; ; attempt++) {
      const port = await freePort(options.preferredPort ?? 7233);
      const uiPort = await freePort(options.preferredUiPort ?? 8233, [port]);
      const { executable, codecEndpoint = null } = options;
      const child = await spawnServer({ executable, stateDir, port, uiPort, codecEndpoint });
      try {
        await becomeReady(child, port);
        return await ownedServer(child, port, uiPort, { ...options, stateDir });
      } catch (error) {
        await child.stop();
        // It ends with a trace that names no port.
        const portTaken = child.exited() !== null && (await freePort(port)) !== port;
        if (!portTaken || attempt === START_ATTEMPTS) throw error;
      }
    }
  });
}

/** The live server of a state folder, or null; starts nothing. Throws `internal` where one lives but does not answer. */
export async function findTemporalServer(stateDir: string): Promise<TemporalServer | null> {
  return runningServer(resolve(stateDir));
}

async function runningServer(stateDir: string): Promise<TemporalServer | null> {
  const record = await readServerRecord(stateDir);
  if (record === null || !(await isAlive(record))) return null;
  const address = `127.0.0.1:${record.port}`;
  try {
    await prepare(address);
  } catch (cause) {
    const message = `a Temporal server (pid ${record.pid}) runs for ${stateDir} but does not answer at ${address}: end that process, then try again`;
    throw new PipelineError('internal', message, { subject: stateDir }, cause);
  }
  return { address, uiUrl: uiUrl(record.uiPort), pid: record.pid, owned: false, stop: async () => {} };
}

async function ownedServer(
  child: ServerProcess,
  port: number,
  uiPort: number,
  options: TemporalServerOptions,
): Promise<TemporalServer> {
  const { stateDir } = options;
  await writeServerRecord(stateDir, { pid: child.pid, port, uiPort, startedTicks: await startedTicks(child.pid) });
  let stopping = false;
  child.onExit((reason) => {
    if (!stopping) options.onExit?.(reason);
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    await child.stop();
    await removeServerRecord(stateDir);
  };
  return { address: `127.0.0.1:${port}`, uiUrl: uiUrl(uiPort), pid: child.pid, owned: true, stop };
}

const uiUrl = (port: number): string => `http://127.0.0.1:${port}`;

/** Waits until the server answers and its namespace is prepared. */
async function becomeReady(child: ServerProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await prepare(`127.0.0.1:${port}`);
      // Whoever answers there may be another server that took the port first: ours says when it serves it.
      if (new RegExp(`^Temporal Server: .*:${port}$`, 'mu').test(await child.said())) return;
      throw new Error(`another server answers at ${port}`);
    } catch (cause) {
      const ended = child.exited();
      if (ended === null && Date.now() < deadline) {
        await sleep(100);
        continue;
      }
      const what = ended === null ? `did not answer within ${START_TIMEOUT_MS / 1000} s` : `ended at once (${ended})`;
      const message = `the Temporal server ${what}; see ${SERVER_LOG} in its state folder:\n${await child.logTail()}`;
      throw new PipelineError('internal', message, {}, cause);
    }
  }
}

async function prepare(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '5s' });
  try {
    await prepareNamespace(connection, NAMESPACE);
  } finally {
    await connection.close();
  }
}
