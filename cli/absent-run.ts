import type { Client } from '@temporalio/client';

import { RunSummarySchema } from '../core/dataset/run-summary.ts';
import { PipelineError } from '../core/errors.ts';
import { storeUriOf, openFolder } from './run-reader.ts';
import { readEnvironment } from '../workers/environment.ts';
import { executionOf } from './watch-run.ts';

/** How the server's execution ended, for people. */
const ENDS: Readonly<Record<string, string>> = {
  COMPLETED: 'ended',
  FAILED: 'failed',
  CANCELLED: 'was cancelled',
  TERMINATED: 'was terminated',
  TIMED_OUT: 'timed out',
};

/** Why a run that is not under way cannot be steered, and the way out: from what the server and the store still know. */
export async function absentRun(run: string, client: Client | null): Promise<PipelineError> {
  const storeUri = storeUriOf(undefined);
  const folder = openFolder(readEnvironment(process.env, process.cwd()), run, storeUri);
  const isThere = await folder.store.exists(folder.keys.config).catch(() => false);
  const summary = await folder.findJson(folder.keys.summary, RunSummarySchema).catch(() => null);
  const { status } = client === null ? { status: null } : await executionOf(client, run);
  const sayWhy = (): string => {
    if (summary !== null) {
      return `run ${run} is done (${summary.dialogs.accepted} dialogs): "convrecstudio status ${run}" shows it, "run" with more dialogs extends it`;
    }
    const goOn = `"convrecstudio run" with the same settings goes on from what stands in ${storeUri}`;
    if (status !== null) return `run ${run} ${ENDS[status] ?? status}: it is not under way; ${goOn}`;
    if (!isThere)
      return `no run "${run}" is under way here, and there is none in ${storeUri} (CONVRECSTUDIO_STORE says where to look)`;
    const why =
      client === null
        ? 'no Temporal server runs here'
        : 'the server does not know it any more (deleted, or past its retention)';
    return `run ${run} is not under way: ${why}; ${goOn}`;
  };
  return new PipelineError('bad_configuration', sayWhy(), { subject: run });
}
