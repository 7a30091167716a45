import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as names from '../../workflows/contract.ts';
import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const RUNS = 4;
const STEP_MS = 5;
/** So many that their starts take a while. */
const DIALOGS = 24;

/** Between the command to start a child and its start lie milliseconds: what is cancelled in them ends as well. */
describe('a cancellation while children are begun', { timeout: 120_000 }, () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment.teardown());

  /** Starts runs, cancels each some milliseconds after the activity before its children, and waits until nobody runs. */
  async function cancelEach(
    name: string,
    before: 'listUsers' | 'selectTargets',
    start: (run: string) => Promise<WorkflowHandle>,
  ): Promise<void> {
    const { client } = environment;
    const fake = activitiesOf();
    const told = new Map<string, () => void>();
    const activities = {
      ...fake,
      // Until it is cancelled, or the worker ends; the server answers its sign of life with a cancellation.
      async simulateSuperNodes(): Promise<never> {
        await pause(3_000);
        Context.current().heartbeat();
        return Context.current().cancelled;
      },
      [before]: (asked: { run: string } & { ref: { run: string }; from: number; count: number }) => {
        setTimeout(told.get(asked.ref?.run ?? asked.run) ?? expect.fail, 0);
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
      const count = async (status: string): Promise<number> =>
        (await client.workflow.count(`WorkflowId STARTS_WITH "${name}" AND ExecutionStatus ${status}`)).count;
      await expect.poll(() => count('= "Running"'), { timeout: 30_000 }).toBe(0);
      expect(await count('!= "Canceled"')).toBe(0);
    });
  }

  const activitiesOf = () =>
    createFakeActivities({
      fates: Array.from({ length: DIALOGS }, () => 1),
      brief: { wantedDialogs: DIALOGS, concurrency: DIALOGS },
    });

  it('of the dialogs', () =>
    cancelEach('dialogs', 'listUsers', async (run) => {
      const brief = await activitiesOf().resolveRun({ run });
      return environment.client.workflow.start(simulateDialogsWorkflow, {
        workflowId: names.workflowIds.simulation(run),
        taskQueue: QUEUE,
        args: [{ brief, users: DIALOGS, targets: DIALOGS, carried: null }],
      });
    }));

  it('of a run', () =>
    cancelEach('runs', 'selectTargets', (run) =>
      environment.client.workflow.start(generateDatasetWorkflow, { workflowId: run, taskQueue: QUEUE, args: [{}] }),
    ));
});
