import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

/** The largest of all executions whose ids begin so: what each bound is held against. */
export interface HistorySizes {
  readonly executions: number;
  readonly mostEvents: number;
  readonly mostBytes: number;
  readonly largestPayload: number;
  /** Where the largest payload stands. */
  readonly where: string;
}

export async function historySizes(client: Client, prefix: string): Promise<HistorySizes> {
  const { History } = proto.temporal.api.history.v1;
  let sizes: HistorySizes = { executions: 0, mostEvents: 0, mostBytes: 0, largestPayload: 0, where: '' };
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId STARTS_WITH "${prefix}"` })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const events = history.events ?? [];
    const largest = events
      .map((event) => ({ bytes: largestPayload(event), where: `${workflowId}, event ${String(event.eventId)}` }))
      .reduce((a, b) => (b.bytes > a.bytes ? b : a), { bytes: 0, where: '' });
    sizes = {
      executions: sizes.executions + 1,
      mostEvents: Math.max(sizes.mostEvents, events.length),
      mostBytes: Math.max(sizes.mostBytes, History.encode(history).finish().length),
      ...(largest.bytes > sizes.largestPayload
        ? { largestPayload: largest.bytes, where: largest.where }
        : { largestPayload: sizes.largestPayload, where: sizes.where }),
    };
  }
  return sizes;
}

/** Payloads are wherever there is `data` as bytes; messages of failures are words, and count as well. */
function largestPayload(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Math.max(0, ...Object.values(value).map(largestPayload));
}
