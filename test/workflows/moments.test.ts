import { WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as names from '../../workflows/contract.ts';
import { generateUserDialogsWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities, dialogIdOf } from './fake-activities.ts';
import type { FakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, startWorkflowWorker, withActivities, withWorkers } from './workflow-environment.ts';

const DIALOGS = 8;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Continuing as new, and ending, are moments: what is said in them must be heard by the next execution, or by this one. */
describe('what is said in the moment of continuing as new', { timeout: 300_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let client: Client;
  beforeAll(async () => {
    environment = await startEnvironment();
    client = environment.client;
  });
  afterAll(() => environment.teardown());

  const fates = Array.from({ length: DIALOGS }, () => 1);
  /** Continues as new after every start. */
  async function start(run: string, activities: FakeActivities) {
    const brief = await activities.resolveRun({ run });
    return client.workflow.start(simulateDialogsWorkflow, {
      workflowId: names.workflowIds.simulation(run),
      taskQueue: QUEUE,
      args: [
        {
          brief,
          users: DIALOGS,
          targets: DIALOGS,
          reconcileAfter: '2 seconds',
          launchesPerExecution: 1,
          carried: null,
        },
      ],
    });
  }

  it('signals in every moment of a run', async () => {
    const activities = createFakeActivities({
      fates,
      childrenLive: true,
      brief: { wantedDialogs: DIALOGS, concurrency: 2 },
      delayMs: () => 50,
    });
    await withWorkers(environment, activities, async () => {
      const handle = await start('stormy', activities);
      const coordinator = client.workflow.getHandle(handle.workflowId);
      const run = { isOver: false };
      let sent = 0;
      const storm = (async () => {
        for (; !run.isOver; sent++) {
          await coordinator.signal(names.pauseSignal);
          await coordinator.signal(names.concurrencySignal, 2 + (sent % 3));
          await coordinator.signal(names.resumeSignal);
          // Without a pause no task would be without news, and none could continue as new.
          await pause(700);
        }
      })().catch(() => {});
      const result = await handle.result();
      run.isOver = true;
      await storm;
      expect(result).toEqual({ selected: DIALOGS, exhausted: false });
      expect(sent).toBeGreaterThan(3);
      const query = `WorkflowId = "${handle.workflowId}" AND ExecutionStatus = "ContinuedAsNew"`;
      expect((await client.workflow.count(query)).count).toBeGreaterThan(2);
    });
    const persisted = activities.calls.filter((call) => call.startsWith('persist'));
    expect(persisted.toSorted()).toEqual(fates.map((_, ordinal) => `persist ${dialogIdOf(ordinal)}`));
  });

  it.each([0, 1, 2, 3])('a cancellation at any moment, %i', async (nth) => {
    const run = `cancelled-${nth}`;
    const activities = createFakeActivities({
      fates,
      brief: { wantedDialogs: DIALOGS, concurrency: 3 },
      delayMs: () => 100,
    });
    await withWorkers(environment, activities, async () => {
      const handle = await start(run, activities);
      await expect.poll(() => activities.calls.length, { timeout: 60_000 }).toBeGreaterThan(4 + 5 * nth);
      await pause(60 * nth);
      await client.workflow.getHandle(handle.workflowId).cancel();
      await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      expect((await client.workflow.getHandle(handle.workflowId).describe()).status.name).toBe('CANCELLED');
      const open = `WorkflowId STARTS_WITH "${run}" AND ExecutionStatus = "Running"`;
      await expect.poll(async () => (await client.workflow.count(open)).count, { timeout: 60_000 }).toBe(0);
      // What was under way in the worker ends by itself, unheard; nothing is begun after it.
      await pause(1_000);
      const asked = activities.calls.length;
      await pause(1_000);
      expect(activities.calls.length).toBe(asked);
    });
  });

  it("a cancellation in the same task as a dialog's last result", async () => {
    const activities = createFakeActivities({ fates, brief: {} });
    const brief = await activities.resolveRun({ run: 'exactly' });
    const handle = await client.workflow.start(generateUserDialogsWorkflow, {
      workflowId: names.workflowIds.user('exactly', 0),
      taskQueue: QUEUE,
      args: [
        {
          ref: brief.ref,
          domain: 'tests',
          maxAttempts: 4,
          unit: 0,
          userKey: 'u-0',
          coordinatorId: 'nobody',
          remaining: [0, 1].map((ordinal) => ({ dialogId: dialogIdOf(ordinal), ordinal })),
          outcomes: [],
          granted: null,
        },
      ],
    });
    let letGo = (): void => {};
    const isHeld = new Promise<void>((resolve) => (letGo = resolve));
    const persisting = {
      ...activities,
      persistDialog: async (dialog: Parameters<FakeActivities['persistDialog']>[0]) => {
        await isHeld;
        return activities.persistDialog(dialog);
      },
    };
    await withActivities(environment, persisting, async () => {
      const first = await startWorkflowWorker(environment);
      await expect.poll(() => activities.calls, { timeout: 60_000 }).toContain(`check ${dialogIdOf(0)} 1`);
      await expect.poll(async () => pendingOf(handle), { timeout: 60_000 }).toBe('persistDialog');
      await first.stop();
      letGo();
      await expect.poll(() => activities.calls, { timeout: 60_000 }).toContain(`persist ${dialogIdOf(0)}`);
      await pause(1_000);
      await handle.cancel();
      const second = await startWorkflowWorker(environment);
      await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      expect((await client.workflow.getHandle(handle.workflowId).describe()).status.name).toBe('CANCELLED');
      await second.stop();
    });
    expect(activities.calls).not.toContain(`planDialog ${dialogIdOf(1)}`);
  });
  const pendingOf = async (handle: {
    describe(): Promise<{ raw: { pendingActivities?: { activityType?: { name?: string | null } | null }[] | null } }>;
  }) => (await handle.describe()).raw.pendingActivities?.[0]?.activityType?.name;

  it('a wish that is refused, or granted, while the run comes to its end', async () => {
    const slowly = createFakeActivities({
      fates: [1, 0, 1],
      brief: { wantedDialogs: 2, concurrency: 3 },
      delayMs: (id) => (id === 'd000002' ? 1_000 : 0),
    });
    const activities = {
      ...slowly,
      addRetries: async (wish: Parameters<FakeActivities['addRetries']>[0]) => {
        await pause(2_000);
        return slowly.addRetries(wish);
      },
    };
    const brief = await slowly.resolveRun({ run: 'late' });
    await withWorkers(environment, activities, async () => {
      const handle = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation('late'),
        taskQueue: QUEUE,
        args: [{ brief, users: 3, targets: 3, carried: null }],
      });
      await expect.poll(() => slowly.calls, { timeout: 60_000 }).toContain('persist d000001');
      const refused = handle.executeUpdate(names.retryUpdate, { args: [{ dialogs: ['d000000'] }] });
      const granted = handle.executeUpdate(names.retryUpdate, { args: [{ failed: true }] });
      await expect(refused).rejects.toMatchObject({ cause: { cause: { message: 'd000000 cannot be retried' } } });
      expect(await granted).toBe('1 anew');
      expect(await handle.result()).toMatchObject({ selected: 2 });
    });
    expect(slowly.calls).toContain('persist d000001-r1');
  });
});
