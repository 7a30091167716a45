import { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { simulateDialogsWorkflow } from '../../workflows/index.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { createFakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

/** The look-out for lost children is shortened: this server does not skip time. */
describe('children that are lost', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment.teardown());

  it('starts a dialog again that was terminated in the UI', async () => {
    const activities = createFakeActivities({
      fates: [1, 1],
      brief: { wantedDialogs: 2 },
      delayMs: () => 1_500,
    });
    const brief = await activities.resolveRun({ run: 'lost' });
    await withWorkers(environment, activities, async () => {
      const { client } = environment;
      const handle = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: workflowIds.simulation('lost'),
        taskQueue: QUEUE,
        args: [{ brief, users: 2, targets: 2, reconcileAfter: '2 seconds', carried: null }],
      });
      await expect.poll(() => activities.calls, { timeout: 20_000 }).toContain('planDialog d000001');
      await client.workflow.getHandle(workflowIds.user('lost', 1)).terminate('by hand');
      expect(await handle.result()).toEqual({ selected: 2, exhausted: false });
    });
    expect(activities.calls).toContain('reconcileUnits');
    expect(activities.selected()).toEqual(['d000000', 'd000001']);
  });

  it('cancels the dialogs in flight when it is cancelled', async () => {
    const activities = createFakeActivities({ fates: [1, 1], brief: { wantedDialogs: 2 }, delayMs: () => 3_000 });
    const brief = await activities.resolveRun({ run: 'cancelled' });
    await withWorkers(environment, activities, async () => {
      const { client } = environment;
      const handle = await client.workflow.start(simulateDialogsWorkflow, {
        workflowId: workflowIds.simulation('cancelled'),
        taskQueue: QUEUE,
        args: [{ brief, users: 2, targets: 2, carried: null }],
      });
      await expect.poll(() => activities.calls, { timeout: 20_000 }).toContain('planDialog d000001');
      await handle.cancel();
      await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      const child = client.workflow.getHandle(workflowIds.user('cancelled', 1));
      await expect(child.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      expect((await child.describe()).status.name).toBe('CANCELLED');
    });
  });
});
