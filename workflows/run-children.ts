import {
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { CancellationScope, getExternalWorkflowHandle, isCancellation, sleep } from '@temporalio/workflow';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Runs a child of the run to its end. A child that somebody terminates or cancels by itself is started again: all that it
 * made stands in the store, and who wants to stop cancels the run. Where one of an earlier execution still runs (the run was
 * reset), it is ended first: there is one at a time.
 */
export async function untilItEnds<T>(workflowId: string, execute: () => Promise<T>): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await execute();
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) await cancelOther(workflowId);
      else if (!wasEndedAlone(error)) throw error;
      await sleep(waitMs, { summary: `${workflowId} was ended by hand: it is started again` });
    }
  }
}

function wasEndedAlone(error: unknown): boolean {
  if (!(error instanceof ChildWorkflowFailure) || CancellationScope.current().consideredCancelled) return false;
  return error.cause instanceof TerminatedFailure || error.cause instanceof CancelledFailure;
}

/** It may end by itself meanwhile. */
async function cancelOther(workflowId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).cancel();
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}

/**
 * Throws where this execution is cancelled. Before continuing as new: a cancellation that comes in the same workflow task as
 * the last result would end with this execution, and the next would know nothing of it.
 */
export async function throwIfCancelled(): Promise<void> {
  const scope = CancellationScope.current();
  if (scope.consideredCancelled) await scope.cancelRequested;
}
