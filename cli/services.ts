import { Client, Connection } from '@temporalio/client';

import { PipelineError } from '../core/errors.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';
import { findTemporalServer, startTemporalServer } from '../infra/temporal/dev-server.ts';
import type { Environment } from '../workers/environment.ts';
import { printSetupProgress } from './setup-progress.ts';
import { startWorkerProcesses } from './worker-processes.ts';

export interface Services {
  readonly client: Client;
  readonly address: string;
  /** Null where the server is not ours to know. */
  readonly uiUrl: string | null;
  readonly workerPids: () => readonly number[];
  stop(): Promise<void>;
}

/** A client to the cluster of the environment, or to the embedded server, which is started where none runs. */
export async function openTemporal(environment: Environment): Promise<Omit<Services, 'workerPids'>> {
  if (environment.temporal.address !== null) {
    const { client, close } = await connectClient(environment, environment.temporal.address);
    return { client, address: environment.temporal.address, uiUrl: null, stop: close };
  }
  const { temporal } = await ensureParts(['temporal'], {
    env: environment.variables,
    onProgress: printSetupProgress(),
  });
  const server = await startTemporalServer({ executable: temporal.executable, stateDir: environment.stateDirectory });
  const { client, close } = await connectClient(environment, server.address);
  return {
    client,
    address: server.address,
    uiUrl: server.uiUrl,
    stop: async () => {
      await close();
      await server.stop();
    },
  };
}

/** The server that runs already (the environment's, or this state folder's); null where there is none. Starts nothing. */
export async function findTemporal(
  environment: Environment,
): Promise<{ client: Client; stop(): Promise<void> } | null> {
  const running =
    environment.temporal.address ?? (await findTemporalServer(environment.stateDirectory))?.address ?? null;
  if (running === null) return null;
  const { client, close } = await connectClient(environment, running);
  return { client, stop: close };
}

/** The same with workers of our own, kept alive until `stop`. */
export async function openServices(environment: Environment): Promise<Services> {
  const temporal = await openTemporal(environment);
  try {
    const workers = await startWorkerProcesses(environment, temporal.address);
    return {
      ...temporal,
      workerPids: workers.pids,
      stop: async () => {
        await workers.stop();
        await temporal.stop();
      },
    };
  } catch (error) {
    await temporal.stop();
    throw error;
  }
}

export async function connectClient(
  environment: Environment,
  address: string,
): Promise<{ client: Client; close: () => Promise<void> }> {
  const { apiKey, tls, namespace } = environment.temporal;
  try {
    const connection = await Connection.connect({
      address,
      connectTimeout: '10s',
      ...(tls || apiKey !== null ? { tls: true } : {}),
      ...(apiKey === null ? {} : { apiKey }),
    });
    return { client: new Client({ connection, namespace }), close: () => connection.close() };
  } catch (error) {
    throw new PipelineError(
      'internal',
      `no Temporal server answers at ${address}: start one with "convrecstudio up", or check TEMPORAL_ADDRESS`,
      { subject: address },
      error,
    );
  }
}
