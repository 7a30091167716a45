import type { ActivityOptions } from '@temporalio/workflow';
import { workflowInfo } from '@temporalio/workflow';

/**
 * Timeouts and retries by kind of work. Retries are without end: only transport faults are retryable (failures.ts makes
 * all others non-retryable), and those must never cost a dialog one of its four attempts.
 */
const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;

/** Reads and writes a few artefacts. The heartbeat notices a killed worker sooner than the deadline would. */
export const quick: ActivityOptions = {
  startToCloseTimeout: '5m',
  heartbeatTimeout: '20s',
  retry,
};

/** Waits for a language model; a super-node may hold several slow calls. */
export const conversing: ActivityOptions = {
  // Hours where an account's rate leaves few calls: a dead worker is noticed by its heartbeat, each call has a timeout of its own.
  startToCloseTimeout: '12h',
  heartbeatTimeout: '20s',
  retry,
};

/** Hours on large inputs, and native code that holds the event loop for a while at a time. */
export const computing: ActivityOptions = {
  startToCloseTimeout: '48h',
  heartbeatTimeout: '2m',
  retry,
};

/** The queue that this execution was started on: the other queues are named after it. */
export const baseQueue = (): string => workflowInfo().taskQueue;
