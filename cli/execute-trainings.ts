import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';

import type { RunFolder } from '../activities/run-folder.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import type { TrainingJob } from '../core/recommender/training-job.ts';
import { readEnvironment } from '../workers/environment.ts';
import type { TrainRecommenderInput, TrainingProgress } from '../workflows/contract.ts';
import { workflowIds } from '../workflows/contract.ts';
import { ensureWorkerParts, openTemporal } from './services.ts';
import { unwrapFailure } from './unwrap-failure.ts';
import { startWorkerProcesses } from './worker-processes.ts';

const LOOK_EVERY_MS = 2_000;

/**
 * Trains what does not stand yet, on the training queue, job after job; with `on`, each is tested on that run's dialogs as
 * well. Trainings of an earlier command under way make room; killed, the same command goes on from the last checkpoints.
 */
export async function executeTrainings(folder: RunFolder, jobs: readonly TrainingJob[], on?: RunRef): Promise<void> {
  const base = readEnvironment(process.env, process.cwd());
  const environment = { ...base, allow: [...base.allow, folder.ref.store, ...(on === undefined ? [] : [on.store])] };
  await ensureWorkerParts(environment);
  const temporal = await openTemporal(environment);
  const { run } = folder.ref;
  const taskQueue = `${environment.taskQueue}-${run}-experiment`;
  try {
    const workers = await startWorkerProcesses({
      environment,
      address: temporal.address,
      taskQueue,
      profilingWorkers: 1,
    });
    try {
      if (temporal.uiUrl !== null) process.stderr.write(`Temporal UI: ${temporal.uiUrl}\n`);
      const input: TrainRecommenderInput = { ref: folder.ref, jobs, ...(on === undefined ? {} : { on }) };
      await trainToTheEnd(temporal.client, taskQueue, workflowIds.trainings(run, on?.run), input);
    } catch (error) {
      throw unwrapFailure(error);
    } finally {
      await workers.stop();
    }
  } finally {
    await temporal.stop();
  }
}

async function trainToTheEnd(
  client: Client,
  taskQueue: string,
  workflowId: string,
  input: TrainRecommenderInput,
): Promise<void> {
  const handle = await client.workflow.start('trainRecommenderWorkflow', {
    workflowId,
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `${input.jobs?.length ?? 0} trainings of ${input.ref.run}`,
    args: [input],
  });
  const result = handle.result();
  const end = result.then(
    () => 'ended' as const,
    () => 'ended' as const,
  );
  let told = '';
  for (let news: 'ended' | 'look' = 'look'; news !== 'ended';) {
    // A worker that is busy computing does not answer in time; the next look may.
    const progress = await handle.query<TrainingProgress>('trainingProgress').catch(() => null);
    const line = progress === null ? told : `${progress.done} of ${progress.jobs}: ${progress.current ?? 'done'}`;
    if (line !== told) process.stderr.write(`▶ training ${line}\n`);
    told = line;
    news = await Promise.race([end, sleep(LOOK_EVERY_MS, 'look' as const)]);
  }
  await result;
}
