import type { Client, WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readEnvironment } from '../../workers/environment.ts';
import { openWorkflowInspector } from '../../workers/workflow-inspector.ts';
import * as names from '../../workflows/contract.ts';
import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities, dialogIdOf, PRICE_OF_STINT } from './fake-activities.ts';
import type { FakeActivities, Fate } from './fake-activities.ts';
import { resetExecution } from './reset-execution.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

/** Drift, later attempts and acceptance, in an order that tells a lost or doubled dialog. */
const FATES: readonly Fate[] = [1, 2, 0, 1, 1, 1, 1, 1];
const WANTED = 5;
const SELECTED = [0, 1, 3, 4, 5].map(dialogIdOf);
const CAP = 1_000 * PRICE_OF_STINT;

/** What operators do in the UI to a run under way: it ends with the same selection as if nothing had happened. */
describe('a run that operators meddle with', { timeout: 300_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let client: Client;
  let inspector: ReturnType<typeof openWorkflowInspector>;
  beforeAll(async () => {
    environment = await startEnvironment();
    client = environment.client;
    inspector = openWorkflowInspector(readEnvironment({}, '/'), environment.address);
  });
  afterAll(async () => {
    await inspector.close();
    await environment.teardown();
  });

  const activitiesOf = (run: string): FakeActivities =>
    createFakeActivities({
      fates: FATES,
      brief: {
        wantedDialogs: WANTED,
        concurrency: 2,
        budget: { tokens: null, costMicroUsd: CAP },
        attemptEstimate: { tokens: 0, costMicroUsd: 2 * PRICE_OF_STINT },
      },
      delayMs: () => 150,
      running: (workflowIds) => inspector.running(workflowIds),
      beforeStock: () => inspector.endAll(names.workflowIds.users(run), new AbortController().signal),
      inTraining: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
    });

  /** Runs it, acts in the midst of the dialogs, and waits for the end. */
  async function meddle(
    run: string,
    act: () => Promise<unknown>,
    { when = 'persist d000001', isWhole = true } = {},
  ): Promise<void> {
    const activities = activitiesOf(run);
    await withWorkers(environment, activities, async () => {
      try {
        await (isWhole ? startRun(run) : startDialogs(run, activities));
        await expect.poll(() => activities.calls, { timeout: 60_000 }).toContain(when);
        await act();
        const result: unknown = await client.workflow.getHandle(isWhole ? run : dialogsId(run)).result();
        expect(result).toMatchObject(isWhole ? { status: 'completed', accepted: WANTED } : { selected: WANTED });
        await assertWhole(run, activities);
      } finally {
        for await (const { workflowId } of stillRunning(run)) await client.workflow.getHandle(workflowId).terminate();
      }
    });
  }
  const startRun = (run: string): Promise<unknown> =>
    client.workflow.start(generateDatasetWorkflow, {
      workflowId: run,
      taskQueue: QUEUE,
      args: [{ source: { reviews: 'reviews.jsonl' } }],
    });
  /** The coordinator by itself, which looks for lost children sooner. */
  async function startDialogs(run: string, activities: FakeActivities): Promise<void> {
    const brief = await activities.resolveRun({ run });
    const counts = { users: FATES.length, targets: FATES.length };
    await client.workflow.start(simulateDialogsWorkflow, {
      workflowId: dialogsId(run),
      taskQueue: QUEUE,
      args: [{ brief, ...counts, reconcileAfter: '2 seconds', carried: null }],
    });
  }

  async function assertWhole(run: string, activities: FakeActivities): Promise<void> {
    expect(activities.selected()).toEqual(SELECTED);
    const progress = await dialogsOf(run).query(names.dialogProgressQuery);
    expect(progress).toMatchObject({ inFlight: 0, waiting: null, reserved: { tokens: 0, costMicroUsd: 0 } });
    // Every dialog that stands is counted once, at its price.
    const stock = [...activities.outcomes.values()];
    const spent = stock.reduce((sum, outcome) => sum + outcome.spent.costMicroUsd, 0);
    expect(progress.spent.costMicroUsd).toBe(spent);
    expect(progress.byAttempt.reduce((sum, count) => sum + count, 0)).toBe(stock.filter((o) => o.accepted).length);
    for await (const { workflowId } of stillRunning(run)) expect.fail(`${workflowId} still runs`);
  }
  const stillRunning = (prefix: string) =>
    client.workflow.list({ query: `WorkflowId STARTS_WITH "${prefix}" AND ExecutionStatus = "Running"` });
  const dialogsId = names.workflowIds.simulation;
  const dialogsOf = (run: string): WorkflowHandle => client.workflow.getHandle(names.workflowIds.simulation(run));
  /** The youngest user's workflow in flight. */
  async function someUser(run: string): Promise<string> {
    for (;;) for await (const { workflowId } of stillRunning(names.workflowIds.users(run))) return workflowId;
  }
  const user = async (run: string) => client.workflow.getHandle(await someUser(run));

  it('a child terminated', async () => {
    await meddle('user-terminated', async () => (await user('user-terminated')).terminate(), { isWhole: false });
  });

  it('a child cancelled alone', async () => {
    await meddle('user-cancelled', async () => (await user('user-cancelled')).cancel(), { isWhole: false });
  });

  it("a user's workflow reset", async () => {
    await meddle('user-reset', async () => resetExecution(client, await someUser('user-reset')), { isWhole: false });
  });

  it('the coordinator terminated', async () => {
    await meddle('ended', () => dialogsOf('ended').terminate());
  });

  it('the coordinator cancelled alone', async () => {
    await meddle('stopped', () => dialogsOf('stopped').cancel());
  });

  it('the recommender terminated', async () => {
    const recommender = client.workflow.getHandle(names.workflowIds.recommender('untrained'));
    await meddle('untrained', () => recommender.terminate(), { when: 'trainVariant' });
  });

  it('the coordinator reset', async () => {
    await meddle('reset-coordinator', () => resetExecution(client, dialogsId('reset-coordinator')));
  });

  it('the coordinator reset to its beginning', async () => {
    await meddle('reset-at-first', () => resetExecution(client, dialogsId('reset-at-first'), () => 0));
  });

  it('the run reset to before and in the midst of its dialogs', async () => {
    await meddle('reset-run', () => resetExecution(client, 'reset-run', () => 1));
    await meddle('reset-late', () => resetExecution(client, 'reset-late', (tasks) => tasks - 1));
  });
});
