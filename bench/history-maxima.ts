import type { Client } from '@temporalio/client';

export interface HistoryMaxima {
  readonly executions: number;
  readonly events: Largest;
  readonly bytes: Largest;
  /** Of the histories that were read whole. */
  readonly payload: Largest;
  readonly read: number;
}

export interface Largest {
  readonly size: number;
  readonly workflowId: string;
}

const NONE: Largest = { size: 0, workflowId: '' };
const PAGE = 1_000;

/**
 * The largest of all executions of a run: lengths and sizes as the server lists them, of every one; payloads from the
 * histories themselves, all of the run's and its coordinators', and of `dialogs` executions of single dialogs.
 */
export async function historyMaxima(client: Client, run: string, dialogs: number): Promise<HistoryMaxima> {
  let executions = 0;
  let [events, bytes, payload] = [NONE, NONE, NONE];
  let read = 0;
  let ofDialogs = 0;
  const larger = (a: Largest, size: number, workflowId: string): Largest => (size > a.size ? { size, workflowId } : a);
  for await (const { workflowId, runId, historyLength, historySize } of client.workflow.list({ pageSize: PAGE })) {
    if (workflowId !== run && !workflowId.startsWith(`${run}/`)) continue;
    executions += 1;
    events = larger(events, historyLength, workflowId);
    bytes = larger(bytes, historySize ?? 0, workflowId);
    if (workflowId.startsWith(`${run}/dialogs/`) && ++ofDialogs > dialogs) continue;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    read += 1;
    payload = larger(payload, largestPayload(history), workflowId);
  }
  return { executions, events, bytes, payload, read };
}

/** Bytes of the largest payload anywhere in an event. */
function largestPayload(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0;
  const { data } = value as { readonly data?: unknown };
  const own = data instanceof Uint8Array ? data.length : 0;
  return Object.values(value).reduce<number>((most, inner) => Math.max(most, largestPayload(inner)), own);
}
