import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { StintInput } from '../../activities/walk-stint.ts';
import * as names from '../../workflows/contract.ts';
import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities, dialogIdOf } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const RUNS = 4;
const STEP_MS = 5;
/** So many that their starts take a while. */
const DIALOGS = 24;

describe('a cancellation', { timeout: 180_000 }, () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment.teardown());

  const startRun = (run: string) =>
    environment.client.workflow.start(generateDatasetWorkflow, { workflowId: run, taskQueue: QUEUE, args: [{}] });
  const count = async (prefix: string, status: string): Promise<number> =>
    (await environment.client.workflow.count(`WorkflowId STARTS_WITH "${prefix}" AND ExecutionStatus ${status}`)).count;

  /**
   * Starts runs, cancels each some milliseconds after the activity before its children, and waits until nobody runs. Gives how
   * many ended otherwise than cancelled.
   */
  async function cancelEach(
    name: string,
    before: 'listUsers' | 'selectTargets',
    start: (run: string) => Promise<WorkflowHandle>,
  ): Promise<number> {
    const fake = activitiesOf();
    let notCancelled = -1;
    const told = new Map<string, () => void>();
    const activities = {
      ...fake,
      simulateSuperNodes: untilCancelled,
      [before]: (asked: { run: string } & { ref: { run: string }; from: number; count: number }) => {
        const run = asked.ref?.run ?? asked.run;
        setTimeout(() => told.get(run)?.(), 0);
        return fake[before](asked);
      },
    };
    const handles: WorkflowHandle[] = [];
    await withWorkers(environment, activities, async () => {
      await Promise.all(
        Array.from({ length: RUNS }, async (_, nth) => {
          const run = `${name}-${nth}`;
          const moment = new Promise<void>((resolve) => told.set(run, resolve));
          const handle = await start(run);
          handles.push(handle);
          await moment;
          await pause(STEP_MS * nth);
          await handle.cancel();
        }),
      );
      for (const handle of handles) {
        await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
        expect((await handle.describe()).status.name).toBe('CANCELLED');
      }
      await expect.poll(() => count(name, '= "Running"'), { timeout: 30_000 }).toBe(0);
      notCancelled = await count(name, '!= "Canceled"');
    });
    return notCancelled;
  }

  const activitiesOf = () =>
    createFakeActivities({
      fates: Array.from({ length: DIALOGS }, () => 1),
      brief: { wantedDialogs: DIALOGS, concurrency: DIALOGS },
    });

  // Between the command to start a child and its start lie milliseconds: what is cancelled in them ends as well.
  it('while the dialogs are begun', async () => {
    const others = await cancelEach('dialogs', 'listUsers', async (run) => {
      const brief = await activitiesOf().resolveRun({ run });
      return environment.client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation(run),
        taskQueue: QUEUE,
        args: [{ brief, users: DIALOGS, targets: DIALOGS, carried: null }],
      });
    });
    expect(others).toBe(0);
  });

  it('while the coordinator is begun', async () => {
    const others = await cancelEach('runs', 'selectTargets', startRun);
    expect(others).toBe(0);
  });

  it('while a wish for retries is looked at, and another comes after it', async () => {
    const fake = createFakeActivities({ fates: [0, 1, 1], brief: { wantedDialogs: 3, concurrency: 3 } });
    const activities = {
      ...fake,
      simulateSuperNodes: async (stint: StintInput) =>
        stint.dialogId === dialogIdOf(0) ? fake.simulateSuperNodes(stint) : untilCancelled(),
      async addRetries(wish: Parameters<typeof fake.addRetries>[0]) {
        fake.calls.push('asked');
        await pause(2_000);
        return fake.addRetries(wish);
      },
    };
    await withWorkers(environment, activities, async () => {
      const { client } = environment;
      const handle = await startRun('wishes');
      await expect.poll(() => fake.calls, { timeout: 60_000 }).toContain(`persist ${dialogIdOf(0)}`);
      await expect.poll(() => fake.calls, { timeout: 60_000 }).toContain(`planDialog ${dialogIdOf(2)}`);
      await handle.signal(names.retrySignal, { failed: true });
      await expect.poll(() => fake.calls, { timeout: 60_000 }).toContain('asked');
      await handle.cancel();
      await handle.signal(names.retrySignal, { failed: true }).catch(() => {});
      await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      for (const user of [1, 2]) {
        const child = client.workflow.getHandle(names.workflowIds.user('wishes', user));
        await expect.poll(async () => (await child.describe()).status.name, { timeout: 30_000 }).toBe('CANCELLED');
      }
      const coordinator = client.workflow.getHandle(names.workflowIds.simulation('wishes'));
      expect((await coordinator.describe()).status.name).toBe('CANCELLED');
    });
  });

  it('of a run whose coordinator has continued as new', async () => {
    const fake = createFakeActivities({
      fates: Array.from({ length: 300 }, () => 1),
      brief: { wantedDialogs: 300, concurrency: 32, recommender: false },
    });
    const activities = {
      ...fake,
      // Those of the first execution end at once, the others when they are cancelled.
      simulateSuperNodes: async (stint: StintInput) =>
        stint.dialogId < dialogIdOf(255) ? fake.simulateSuperNodes(stint) : untilCancelled(),
    };
    await withWorkers(environment, activities, async () => {
      const handle = await startRun('long');
      const renewed = () => count(names.workflowIds.simulation('long'), '= "ContinuedAsNew"');
      await expect.poll(renewed, { timeout: 120_000, interval: 500 }).toBe(1);
      await expect.poll(() => fake.calls, { timeout: 60_000 }).toContain(`planDialog ${dialogIdOf(256)}`);
      await handle.cancel();
      const end = await Promise.race([handle.result().catch((error: unknown) => error), pause(40_000)]);
      expect(end).toBeInstanceOf(WorkflowFailedError);
      await expect.poll(() => count('long', '= "Running"'), { timeout: 30_000 }).toBe(0);
    });
  });
});

/** The server answers a sign of life with a cancellation. */
async function untilCancelled(): Promise<never> {
  await pause(3_000);
  Context.current().heartbeat();
  return Context.current().cancelled;
}
