import { ApplicationFailure } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packStock } from '../../core/dataset/stock.ts';
import * as names from '../../workflows/contract.ts';
import { generateUserDialogsWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import * as ledger from '../../workflows/dialog-ledger.ts';
import { createFakeActivities, dialogIdOf } from './fake-activities.ts';
import { historySizes } from './history-sizes.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

const PAYLOAD = 64 * 1024;
const USER = { domain: 'tests', maxAttempts: 4, unit: 0, userKey: 'u-0', granted: null };

/** What grows with a run stays out of histories, or small in them. */
describe('no payload above 64 KiB, no history above 4,096 events or 4 MiB', { timeout: 300_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let client: Client;
  beforeAll(async () => {
    environment = await startEnvironment();
    client = environment.client;
  });
  afterAll(() => environment.teardown());

  async function expectSmall(prefix: string, executions: number): Promise<void> {
    const sizes = await historySizes(client, prefix);
    expect(sizes.executions).toBeGreaterThanOrEqual(executions);
    expect(sizes.largestPayload, sizes.where).toBeLessThan(PAYLOAD);
    expect(sizes.mostEvents).toBeLessThan(4_096);
    expect(sizes.mostBytes).toBeLessThan(4 * 1024 * 1024);
  }

  it('in a coordinator of 200,000 targets, with thousands of retries, that continues as new', async () => {
    const activities = createFakeActivities({ fates: [1, 1, 1, 1], brief: { wantedDialogs: 4, concurrency: 2 } });
    const brief = await activities.resolveRun({ run: 'huge' });
    const counts = { users: 100_000, targets: 200_000 };
    // Every user's first dialog is open but some thousands of second ones are settled; 20,000 were asked for anew.
    const tail = `${'.'.repeat(100_000)}${'aaaaaaarar'.repeat(4_000)}`;
    const retries = Array.from({ length: 20_000 }, (_, index) => 100_000 + index);
    const carried = packStock({ ...ledger.emptyState(counts, 2), tail, retries, paused: true });
    await withWorkers(environment, activities, async () => {
      const handle = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation('huge'),
        taskQueue: QUEUE,
        args: [{ brief, ...counts, launchesPerExecution: 0, carried }],
      });
      // It continues as new at once, again and again: each carries all of it.
      const query = `WorkflowId = "${handle.workflowId}" AND ExecutionStatus = "ContinuedAsNew"`;
      await expect.poll(async () => (await client.workflow.count(query)).count, { timeout: 60_000 }).toBeGreaterThan(2);
      await client.workflow.getHandle(handle.workflowId).terminate();
    });
    await expectSmall('huge/', 3);
  });

  it('in a user of 200 dialogs, whose checks find a great deal', async () => {
    const perUser = Array.from({ length: 200 }, (_, ordinal) => ({ dialogId: dialogIdOf(ordinal), ordinal }));
    const outcomes = perUser.slice(0, 197).map((slot) => ({
      ...slot,
      accepted: false,
      attempts: 4,
      spent: { tokens: 123_456, costMicroUsd: 1_234_567 },
    }));
    const activities = createFakeActivities({ fates: perUser.map(() => 1), brief: {} });
    const { ref } = await activities.resolveRun({ run: 'faithful' });
    await withWorkers(environment, activities, async () => {
      const done = await client.workflow.execute(generateUserDialogsWorkflow, {
        workflowId: names.workflowIds.user('faithful', 0),
        taskQueue: QUEUE,
        args: [{ ...USER, ref, coordinatorId: 'nobody', remaining: perUser.slice(197), outcomes }],
      });
      expect(done).toHaveLength(200);
    });
    await expectSmall('faithful/', 3);
  });

  it('where a fault brings a long page with it', async () => {
    const page = 'x'.repeat(3_900);
    const activities = createFakeActivities({
      fates: [1],
      childrenLive: true,
      brief: { wantedDialogs: 1, concurrency: 1 },
      beforeStint: () => {
        throw ApplicationFailure.nonRetryable(page, 'model_key_refused');
      },
    });
    const brief = await activities.resolveRun({ run: 'paged' });
    await withWorkers(environment, activities, async () => {
      const handle = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation('paged'),
        taskQueue: QUEUE,
        args: [{ brief, users: 1, targets: 1, carried: null }],
      });
      const reason = async () => (await handle.query(names.dialogProgressQuery)).waiting?.reason;
      await expect.poll(reason, { timeout: 60_000 }).toBe('model_key_refused');
      await handle.cancel();
    });
    await expectSmall('paged/', 2);
  });

  it('in a dialog that meets a limit again and again', async () => {
    let isLimited = true;
    const activities = createFakeActivities({
      fates: [1],
      brief: {},
      beforeStint: () => {
        if (isLimited) throw ApplicationFailure.nonRetryable('slow down', 'model_rate_limited');
      },
    });
    const { ref } = await activities.resolveRun({ run: 'limited' });
    const remaining = [{ dialogId: dialogIdOf(0), ordinal: 0 }];
    await withWorkers(environment, activities, async () => {
      // Somebody must be there to be asked; what it says comes from here.
      const coordinator = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation('limited'),
        taskQueue: QUEUE,
        args: [
          {
            brief: await activities.resolveRun({ run: 'limited' }),
            users: 1,
            targets: 1,
            carried: packStock({ ...ledger.emptyState({ users: 1, targets: 1 }, 1), paused: true }),
          },
        ],
      });
      const user = await client.workflow.start(generateUserDialogsWorkflow, {
        workflowId: names.workflowIds.user('limited', 0),
        taskQueue: QUEUE,
        args: [{ ...USER, ref, coordinatorId: coordinator.workflowId, remaining, outcomes: [] }],
      });
      const query = `WorkflowId = "${user.workflowId}" AND ExecutionStatus = "ContinuedAsNew"`;
      const isBegunAnew = async () => (await client.workflow.count(query)).count > 0;
      const latest = client.workflow.getHandle(user.workflowId);
      while (!(await isBegunAnew())) await latest.signal(names.releaseSignal, { granted: null, probe: false });
      isLimited = false;
      await latest.signal(names.releaseSignal, { granted: null, probe: false });
      expect(await user.result()).toMatchObject([{ dialogId: dialogIdOf(0), accepted: true, attempts: 1 }]);
      await coordinator.terminate();
    });
    await expectSmall('limited/', 3);
  });
});
