import {
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { CancellationScope, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import type { ChildWorkflowHandle, Workflow, WorkflowResultType } from '@temporalio/workflow';

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

/**
 * Starts a child, and waits until it stands, also where a cancellation comes between the command and the start: the SDK then
 * never settles the start of an abandoned child, and would cancel another before it is there. Whoever starts it cancels it.
 */
export async function begin<T>(start: () => Promise<T>): Promise<T> {
  await throwIfCancelled();
  return CancellationScope.nonCancellable(start);
}

/**
 * A child's result. Where this execution is cancelled, so is the child by its id, whichever execution of it runs: the SDK
 * would cancel its first one alone, which is over where the child has continued as new.
 */
export async function resultOf<T extends Workflow>(child: ChildWorkflowHandle<T>): Promise<WorkflowResultType<T>> {
  void CancellationScope.current().cancelRequested.catch(() => cancelOther(child.workflowId));
  return child.result();
}

/** It may end by itself meanwhile. Also where this execution is cancelled. */
async function cancelOther(workflowId: string): Promise<void> {
  await CancellationScope.nonCancellable(() => getExternalWorkflowHandle(workflowId).cancel()).catch(() => {});
}

/**
 * Throws where this execution is cancelled. Before continuing as new: a cancellation that comes in the same workflow task as
 * the last result would end with this execution, and the next would know nothing of it.
 */
export async function throwIfCancelled(): Promise<void> {
  const scope = CancellationScope.current();
  if (scope.consideredCancelled) await scope.cancelRequested;
}
