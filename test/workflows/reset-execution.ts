import { randomUUID } from 'node:crypto';

import type { Client } from '@temporalio/client';

/**
 * Resets a workflow as the UI does, to one of its completed workflow tasks (0: the first): its execution is terminated, and a
 * new one goes on from there; signals of later are applied again.
 */
export async function resetExecution(
  client: Client,
  workflowId: string,
  choose: (tasks: number) => number = (tasks) => Math.floor(tasks / 2),
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const task = tasks[choose(tasks.length)]?.eventId;
  if (!task) throw new Error(`${workflowId} has no workflow task to go back to`);
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a test of resets',
    workflowTaskFinishEventId: task,
    requestId: randomUUID(),
  });
}
