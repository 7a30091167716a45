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
  const queues = taskQueues(QUEUE);
  const common = { connection: environment.nativeConnection, namespace: 'default' };
  const bundle = await workflowBundle(cacheFolder(process.env));
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: queues.workflows, workflowBundle: bundle }),
    ...[queues.dialogs, queues.profiling, queues.training].map((taskQueue) =>
      Worker.create({ ...common, taskQueue, activities }),
    ),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    return await work();
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
  }
}
