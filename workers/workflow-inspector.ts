import { setTimeout as sleep } from 'node:timers/promises';

import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';

import { connectionOptions, dataConverterOf } from './connection.ts';
import type { Environment } from './environment.ts';

const LOOK_EVERY_MS = 500;
/** Whoever has not heard by then that it is cancelled has no worker, or a broken one. */
const PATIENCE_MS = 30_000;

/** Asks the server which workflows still run; connects when first asked. */
export function openWorkflowInspector(environment: Environment, address: string) {
  const { namespace } = environment.temporal;
  const dataConverter = dataConverterOf(environment);
  let opening: Promise<Connection> | null = null;
  const connect = (): Promise<Connection> =>
    (opening ??= connectionOptions(environment, address)
      .then((options) => Connection.connect(options))
      .catch((error: unknown) => {
        // Not kept: the next one asked tries again.
        opening = null;
        throw error;
      }));
  return {
    async endAll(prefix: string, signal: AbortSignal): Promise<void> {
      const { workflow } = new Client({ connection: await connect(), namespace, dataConverter });
      const query = `WorkflowId STARTS_WITH "${prefix}" AND ExecutionStatus = "Running"`;
      for (const patientUntil = Date.now() + PATIENCE_MS; ; await sleep(LOOK_EVERY_MS, null, { signal })) {
        let found = 0;
        for await (const { workflowId } of workflow.list({ query })) {
          found += 1;
          const handle = workflow.getHandle(workflowId);
          const ending = Date.now() < patientUntil ? handle.cancel() : handle.terminate('its coordinator is gone');
          await ending.catch((error: unknown) => {
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          });
        }
        if (found === 0) return;
      }
    },
    async running(workflowIds: readonly string[]): Promise<ReadonlySet<string>> {
      const client = new Client({ connection: await connect(), namespace, dataConverter });
      const running = new Set<string>();
      for (const workflowId of workflowIds) {
        try {
          const { status } = await client.workflow.getHandle(workflowId).describe();
          if (status.name === 'RUNNING') running.add(workflowId);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }
      return running;
    },
    async close(): Promise<void> {
      if (opening !== null) await (await opening).close();
    },
  };
}
