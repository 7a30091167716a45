import { WorkflowFailedError } from '@temporalio/client';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
} from '@temporalio/common';

import { PipelineError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';

/** The fault at the root of a failed workflow, as the error that it was. */
export function unwrapFailure(error: unknown): unknown {
  let cause: unknown = error;
  while (
    cause instanceof WorkflowFailedError ||
    cause instanceof ChildWorkflowFailure ||
    cause instanceof ActivityFailure
  ) {
    cause = cause.cause;
  }
  if (cause instanceof CancelledFailure) {
    return new PipelineError('internal', 'the run was cancelled; "run" goes on from there');
  }
  if (cause instanceof TerminatedFailure) {
    return new PipelineError('internal', 'the run was terminated; "run" goes on from there');
  }
  if (cause instanceof ApplicationFailure) {
    return new PipelineError((cause.type ?? 'internal') as ErrorCode, cause.message, {}, cause);
  }
  return error;
}
