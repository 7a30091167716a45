import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';

import { ensureParts } from '../../infra/setup/ensure-parts.ts';
import { cacheFolder } from '../../infra/setup/environment.ts';
import { prepareNamespace } from '../../infra/temporal/namespace.ts';
import { workflowBundle } from '../../workers/workflow-bundle.ts';
import { taskQueues } from '../../workflows/contract.ts';
import type { FakeActivities } from './fake-activities.ts';

export const QUEUE = 'test';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** A Temporal server of the real kind, ephemeral, with our search attributes. */
export async function startEnvironment(): Promise<TestWorkflowEnvironment> {
  const { temporal } = await ensureParts(['temporal'], { env: process.env });
  const executable = { type: 'existing-path', path: temporal.executable } as const;
  const start = () => TestWorkflowEnvironment.createLocal({ server: { executable } });
  // It has five seconds to start: too few on a machine that is busy with other things.
  const environment = await start().catch(start).catch(start);
  await prepareNamespace(environment.connection, 'default');
  return environment;
}

/** The real workflow bundle, with the given activities on every queue. */
export async function withWorkers<T>(
  environment: TestWorkflowEnvironment,
  activities: FakeActivities,
  work: () => Promise<T>,
): Promise<T> {
  const workflows = await startWorkflowWorker(environment);
  try {
    return await withActivities(environment, activities, work);
  } finally {
    await workflows.stop();
  }
}

const commonOf = (environment: TestWorkflowEnvironment) => ({
  connection: environment.nativeConnection,
  namespace: 'default',
});

/** The worker of the workflows by itself: what happens while it is stopped comes to it all at once. */
export async function startWorkflowWorker(environment: TestWorkflowEnvironment): Promise<{ stop(): Promise<void> }> {
  const bundle = await workflowBundle(cacheFolder(process.env));
  const taskQueue = taskQueues(QUEUE).workflows;
  const worker = await Worker.create({ ...commonOf(environment), taskQueue, workflowBundle: bundle });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}

export async function withActivities<T>(
  environment: TestWorkflowEnvironment,
  activities: FakeActivities,
  work: () => Promise<T>,
): Promise<T> {
  const { dialogs, profiling, training } = taskQueues(QUEUE);
  const workers = await Promise.all(
    [dialogs, profiling, training].map((taskQueue) =>
      Worker.create({ ...commonOf(environment), taskQueue, activities }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    return await work();
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
  }
}
