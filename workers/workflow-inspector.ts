import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';

import type { Environment } from './environment.ts';

/** Asks the server which workflows still run; connects when first asked. */
export function openWorkflowInspector({ temporal }: Environment, address: string) {
  let opening: Promise<Connection> | null = null;
  const connect = (): Promise<Connection> =>
    (opening ??= Connection.connect({
      address,
      ...(temporal.tls || temporal.apiKey !== null ? { tls: true } : {}),
      ...(temporal.apiKey === null ? {} : { apiKey: temporal.apiKey }),
    }));
  return {
    async running(workflowIds: readonly string[]): Promise<ReadonlySet<string>> {
      const client = new Client({ connection: await connect(), namespace: temporal.namespace });
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
