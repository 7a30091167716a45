import { setTimeout as sleep } from 'node:timers/promises';

import { Client, Connection } from '@temporalio/client';

import { PipelineError, rootReason } from '../core/errors.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';
import { startCodecServer } from '../infra/temporal/codec-server.ts';
import { findTemporalServer, startTemporalServer } from '../infra/temporal/dev-server.ts';
import type { TemporalServer } from '../infra/temporal/dev-server.ts';
import { freePort } from '../infra/temporal/free-port.ts';
import { registerSearchAttributes } from '../infra/temporal/namespace.ts';
import { createPayloadCodec } from '../infra/temporal/payload-codec.ts';
import { SEARCH_ATTRIBUTES } from '../infra/temporal/search-attributes.ts';
import { connectionOptions, dataConverterOf } from '../workers/connection.ts';
import type { Environment } from '../workers/environment.ts';
import { printSetupProgress } from './setup-progress.ts';

export interface Temporal {
  readonly client: Client;
  readonly address: string;
  /** Null where the server is not ours to know. */
  readonly uiUrl: string | null;
  /** True: it was running before, or is a cluster's: it stays when we go. */
  readonly stays: boolean;
  stop(): Promise<void>;
}

const LOOK_AFTER_SERVER_MS = 1_000;
const PREFERRED_CODEC_PORT = 8234;

/** A client to the cluster of the environment, or to the embedded server, which is started where none runs and kept alive. */
export async function openTemporal(environment: Environment): Promise<Temporal> {
  const cluster = environment.temporal.address;
  if (cluster !== null) {
    const { client, stop } = await connectClient(environment, cluster);
    await prepareCluster(client, environment);
    return { client, address: cluster, uiUrl: null, stays: true, stop };
  }
  const parts = await ensureParts(['temporal'], { env: environment.variables, onProgress: printSetupProgress() });
  const codec = await openCodecServer(environment);
  const server = await keepServer(parts.temporal.executable, environment.stateDirectory, codec?.url);
  codec?.allowPagesOf(server.uiUrl);
  const { client, stop } = await connectClient(environment, server.address);
  return {
    client,
    address: server.address,
    uiUrl: server.uiUrl,
    stays: !server.owned,
    stop: async () => {
      await stop();
      await server.stop();
      await codec?.stop();
    },
  };
}

/** With encrypted payloads, the embedded server's UI needs somebody who reads them: null where they are plain. */
async function openCodecServer({ codecKeys, codecToken }: Environment) {
  if (codecKeys === null) return null;
  const port = await freePort(PREFERRED_CODEC_PORT);
  const codec = createPayloadCodec(codecKeys);
  const server = await startCodecServer({ codec, host: '127.0.0.1', port, origins: [], token: codecToken });
  return {
    ...server,
    allowPagesOf(uiUrl: string): void {
      for (const host of ['127.0.0.1', 'localhost']) server.allowOrigin(`http://${host}:${new URL(uiUrl).port}`);
    },
  };
}

/**
 * The embedded server at one address for as long as we want it: where it dies (or its owner, another command of this
 * folder, ends), it is started again on the same ports and data.
 */
async function keepServer(
  executable: string,
  stateDir: string,
  codecEndpoint: string | undefined,
): Promise<TemporalServer> {
  const options = { executable, stateDir, ...(codecEndpoint === undefined ? {} : { codecEndpoint }) };
  let server = await startTemporalServer(options);
  const { address, uiUrl, owned } = server;
  const portOf = (place: string): number => Number(place.split(':').at(-1));
  const stopping = new AbortController();
  let told: string | null = null;
  const tell = (message: string): void => {
    if (message !== told) process.stderr.write(`\nthe Temporal server is away, and tried again: ${message}\n`);
    told = message;
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await sleep(LOOK_AFTER_SERVER_MS, null, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || isAlive(server.pid)) continue;
      const ports = { preferredPort: portOf(address), preferredUiPort: portOf(uiUrl) };
      try {
        // Clients and workers look for it at the old address alone.
        if ((await freePort(ports.preferredPort)) !== ports.preferredPort && !(await isServedBy(stateDir, address))) {
          tell(`something else listens at ${address} now: end that`);
          continue;
        }
        const again = await startTemporalServer({ ...options, ...ports });
        if (again.address === address) {
          server = again;
          told = null;
        } else {
          await again.stop();
          tell(`another command has started it at ${again.address}: end this command, and run it again`);
        }
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
      }
    }
  })();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await looking;
    await server.stop();
  };
  return { address, uiUrl, owned, pid: server.pid, stop };
}

/** Whether the live server of this state folder, another command's perhaps, is at that address. */
const isServedBy = async (stateDir: string, address: string): Promise<boolean> =>
  (await findTemporalServer(stateDir))?.address === address;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The server that runs already (the environment's, or this state folder's); null where there is none. Starts nothing. */
export async function findTemporal(
  environment: Environment,
): Promise<{ client: Client; stop(): Promise<void> } | null> {
  const running =
    environment.temporal.address ?? (await findTemporalServer(environment.stateDirectory))?.address ?? null;
  if (running === null) return null;
  return connectClient(environment, running);
}

/** All that workers will need, before they start: they fetch nothing in the midst of a run. */
export async function ensureWorkerParts(environment: Environment): Promise<void> {
  await ensureParts(['encoder', 'entailment', 'tensorflow-node'], {
    env: environment.variables,
    onProgress: printSetupProgress(),
  });
}

/** Our workflows set search attributes: a namespace without them would retry their first task for ever. */
export async function prepareCluster(client: Client, { temporal }: Environment): Promise<void> {
  try {
    await registerSearchAttributes(client.connection as Connection, temporal.namespace);
  } catch (error) {
    const commands = SEARCH_ATTRIBUTES.map(
      ({ name, type }) =>
        `  temporal operator search-attribute create --namespace ${temporal.namespace} --name ${name} --type ${type}`,
    );
    throw new PipelineError(
      'internal',
      `the search attributes cannot be registered in namespace ${temporal.namespace} (${rootReason(error)}); have its operator run:\n${commands.join('\n')}`,
      { subject: temporal.namespace },
      error,
    );
  }
}

export async function connectClient(
  environment: Environment,
  address: string,
): Promise<{ client: Client; stop: () => Promise<void> }> {
  const { namespace } = environment.temporal;
  const dataConverter = dataConverterOf(environment);
  const options = await connectionOptions(environment, address);
  try {
    const connection = await Connection.connect({ ...options, connectTimeout: '10s' });
    return { client: new Client({ connection, namespace, dataConverter }), stop: () => connection.close() };
  } catch (error) {
    throw new PipelineError(
      'internal',
      `no Temporal server answers at ${address} (${rootReason(error)}): start one with "convrecstudio up", or check TEMPORAL_ADDRESS and what belongs to it (TLS, API key, namespace)`,
      { subject: address },
      error,
    );
  }
}
