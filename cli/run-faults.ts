import { WorkflowNotFoundError } from '@temporalio/client';

import { PipelineError } from '../core/errors.ts';

/** Turns the server's "not found" into a sentence about the run. */
export async function withRunFaults<T>(run: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw notUnderWay(run);
    throw error;
  }
}

const notUnderWay = (run: string): PipelineError =>
  new PipelineError('bad_configuration', `no run "${run}" is under way here`, { subject: run });
