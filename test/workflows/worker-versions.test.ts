import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cacheFolder } from '../../infra/setup/environment.ts';
import { deploymentOptions } from '../../workers/deployment.ts';
import { workflowBundle } from '../../workers/workflow-bundle.ts';
import { taskQueues, workflowIds } from '../../workflows/contract.ts';
import { generateDatasetWorkflow } from '../../workflows/index.ts';
import { createFakeActivities } from './fake-activities.ts';
import type { FakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment } from './workflow-environment.ts';

const DEPLOYMENT = 'convrecstudio';

/** A run that begins under one version of the workers and goes on where the next is made current. */
describe('worker versions', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment?.teardown());

  const startVersion = async (buildId: string, activities: FakeActivities) => {
    const queues = taskQueues(QUEUE);
    const common = {
      connection: environment.nativeConnection,
      namespace: 'default',
      ...(await deploymentOptions({ name: DEPLOYMENT, buildId })),
    };
    const bundle = await workflowBundle(cacheFolder(process.env));
    const workers = await Promise.all([
      Worker.create({ ...common, taskQueue: queues.workflows, workflowBundle: bundle }),
      ...[queues.dialogs, queues.profiling, queues.training].map((taskQueue) =>
        Worker.create({ ...common, taskQueue, activities }),
      ),
    ]);
    const running = Promise.all(workers.map((worker) => worker.run()));
    return async () => {
      for (const worker of workers) worker.shutdown();
      await running;
    };
  };
  const makeCurrent = async (buildId: string): Promise<void> => {
    const { workflowService } = environment.connection;
    // Until its workers have polled, the server does not know the version.
    await expect
      .poll(
        () =>
          workflowService
            .setWorkerDeploymentCurrentVersion({ namespace: 'default', deploymentName: DEPLOYMENT, buildId })
            .then(() => true)
            .catch((error: unknown) => String(error)),
        { timeout: 20_000 },
      )
      .toBe(true);
  };
  const versionOf = async (workflowId: string) => {
    const { raw } = await environment.client.workflow.getHandle(workflowId).describe();
    const { versioningInfo: info } = raw.workflowExecutionInfo ?? {};
    return { buildId: info?.deploymentVersion?.buildId, behavior: info?.behavior };
  };
  const PINNED = 1;
  const AUTO_UPGRADE = 2;

  it('dialogs end under the version that began them, their coordinator and the run go on under the new one', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const fakes = createFakeActivities({ fates: [1, 1, 1, 1], brief: { wantedDialogs: 4, concurrency: 2 } });
    const { planDialog, checkFidelity } = fakes;
    const activities = (name: string, log: string[], wait: Promise<void>): FakeActivities => {
      return {
        ...fakes,
        async planDialog(...args: Parameters<typeof planDialog>) {
          log.push(`${name} plans ${args[0].dialogId}`);
          const plan = await planDialog(...args);
          await wait;
          return plan;
        },
        async checkFidelity(...args: Parameters<typeof checkFidelity>) {
          log.push(`${name} checks ${args[0].dialogId}`);
          return checkFidelity(...args);
        },
      };
    };
    const log: string[] = [];
    const stopFirst = await startVersion('v1', activities('v1', log, held));
    await makeCurrent('v1');
    const run = await environment.client.workflow.start(generateDatasetWorkflow, {
      workflowId: 'versioned',
      taskQueue: QUEUE,
      args: [{ source: { reviews: 'reviews.jsonl' } }],
    });
    await expect.poll(() => log.length, { timeout: 30_000 }).toBe(2);
    const units = [0, 1].map((unit) => workflowIds.user('versioned', unit));
    for (const unit of units) expect(await versionOf(unit)).toEqual({ buildId: 'v1', behavior: PINNED });

    const stopSecond = await startVersion('v2', activities('v2', log, Promise.resolve()));
    await makeCurrent('v2');
    release();
    const result = await run.result();
    await stopFirst();
    await stopSecond();

    expect(result).toMatchObject({ status: 'completed', accepted: 4 });
    expect(log.filter((line) => line.startsWith('v1')).sort()).toEqual([
      'v1 checks d000000',
      'v1 checks d000001',
      'v1 plans d000000',
      'v1 plans d000001',
    ]);
    expect(log.filter((line) => line.startsWith('v2')).sort()).toEqual([
      'v2 checks d000002',
      'v2 checks d000003',
      'v2 plans d000002',
      'v2 plans d000003',
    ]);
    for (const unit of units) expect(await versionOf(unit)).toEqual({ buildId: 'v1', behavior: PINNED });
    expect(await versionOf(workflowIds.user('versioned', 2))).toEqual({ buildId: 'v2', behavior: PINNED });
    for (const long of ['versioned', workflowIds.simulation('versioned')]) {
      expect(await versionOf(long)).toEqual({ buildId: 'v2', behavior: AUTO_UPGRADE });
    }
  });

  it('names a build after the package and the workflows, unless told', async () => {
    const { workerDeploymentOptions } = await deploymentOptions({ name: DEPLOYMENT, buildId: null });
    expect(workerDeploymentOptions?.version.buildId).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{10}$/u);
    expect(await deploymentOptions(null)).toEqual({});
  });
});
