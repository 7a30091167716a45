import { ApplicationFailure as ActivityFault } from '@temporalio/activity';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as names from '../../workflows/contract.ts';
import type { DialogProgress } from '../../workflows/contract.ts';
import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities, PRICE_OF_STINT } from './fake-activities.ts';
import type { FakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

const fates = (count: number) => Array.from({ length: count }, () => 1);

describe('a run that is steered, held and capped', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment.teardown());

  const simulate = async (run: string, activities: FakeActivities, count: number, launchesPerExecution = 250) => {
    const brief = await activities.resolveRun({ run });
    return environment.client.workflow.start(simulateDialogsWorkflow, {
      workflowId: names.workflowIds.simulation(run),
      taskQueue: QUEUE,
      args: [{ brief, users: count, targets: count, reconcileAfter: '2 seconds', launchesPerExecution, carried: null }],
    });
  };
  type Handle = Awaited<ReturnType<typeof simulate>>;
  const progressOf = (handle: Handle): Promise<DialogProgress> => handle.query(names.dialogProgressQuery);
  const waitsFor = (handle: Handle, reason: string) =>
    expect.poll(async () => (await progressOf(handle)).waiting?.reason, { timeout: 30_000 }).toBe(reason);

  it('waits once for all where the provider limits, sends one ahead, and then goes on', async () => {
    let tries = 0;
    let isLimited = true;
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(12),
      brief: { wantedDialogs: 12, concurrency: 6 },
      delayMs: () => 50,
      beforeStint: () => {
        if (!isLimited) return;
        tries += 1;
        throw ActivityFault.nonRetryable('slow down', 'model_rate_limited', { retryAfterMs: 3_000 });
      },
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate('limited', activities, 12);
      await waitsFor(handle, 'model_rate_limited');
      await expect.poll(async () => (await progressOf(handle)).waiting?.dialogs).toBeGreaterThan(1);
      const before = await progressOf(handle);
      expect(before.waiting?.untilMs).toBeGreaterThan(Date.now());
      // At most the window met it, and nobody asks while the run waits.
      expect(tries).toBeLessThanOrEqual(6);
      // One goes ahead after the wait, meets it again, and the wait is longer.
      await expect.poll(() => tries, { timeout: 20_000 }).toBeGreaterThan(6);
      expect(tries).toBe(7);
      isLimited = false;
      expect(await handle.result()).toEqual({ selected: 12, exhausted: false });
      const { events } = await handle.fetchHistory();
      const timers = events?.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes) ?? [];
      expect(timers.length).toBeLessThan(12);
    });
  });

  it('tells that the store is away also where it finds out itself, and goes on', async () => {
    let isAway = true;
    let looks = 0;
    const away = () => {
      if (isAway) throw ActivityFault.nonRetryable('the store is away', 'store_unavailable');
    };
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(4),
      brief: { wantedDialogs: 4, concurrency: 2 },
      beforeList: () => {
        if (looks === 0) away();
      },
      beforeLook: () => {
        looks += 1;
        away();
      },
      beforeStint: away,
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate('astray', activities, 4);
      await waitsFor(handle, 'store_unavailable');
      expect((await progressOf(handle)).waiting).toMatchObject({ dialogs: 0 });
      // Users are known again; dialogs meet it now, and the look-out for lost ones as well.
      looks = 1;
      await expect.poll(async () => (await progressOf(handle)).waiting?.dialogs, { timeout: 30_000 }).toBe(2);
      await expect.poll(() => looks, { timeout: 30_000 }).toBeGreaterThan(1);
      expect((await progressOf(handle)).waiting?.reason).toBe('store_unavailable');
      isAway = false;
      expect(await handle.executeUpdate(names.resumeUpdate)).toBe('going on');
      expect(await handle.result()).toEqual({ selected: 4, exhausted: false });
    });
  });

  it('pauses with the reason where a key is refused, and goes on when told that it is cured', async () => {
    let isRefused = true;
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(4),
      brief: { wantedDialogs: 4, concurrency: 2 },
      beforeStint: () => {
        if (isRefused) throw ActivityFault.nonRetryable('the key was refused (401)', 'model_key_refused');
      },
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate('refused', activities, 4);
      await waitsFor(handle, 'model_key_refused');
      expect((await progressOf(handle)).waiting?.message).toContain('the key was refused (401)');
      isRefused = false;
      expect(await handle.executeUpdate(names.resumeUpdate)).toBe('going on');
      expect(await handle.result()).toEqual({ selected: 4, exhausted: false });
      expect((await progressOf(handle)).waiting).toBeNull();
    });
  });

  it.each([
    ['model_quota_exhausted', 'out of credit', /out of credit \(then resume/u],
    ['model_not_found', 'knows no model "gpt-5o"', /knows no model "gpt-5o" \(then resume/u],
    ['model_key_missing', 'set OPENAI_API_KEY', /set OPENAI_API_KEY \(then resume/u],
    ['store_denied', 'credentials were refused', /credentials were refused \(then resume/u],
    ['store_unavailable', 'no space left on the device', /no space left on the device \(tried again by itself\)/u],
  ])('holds all for %s, with the reason and the way out, and goes on after the cure', async (code, message, told) => {
    let isBroken = true;
    let tries = 0;
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(3),
      brief: { wantedDialogs: 3, concurrency: 2 },
      beforeStint: () => {
        tries += 1;
        if (isBroken) throw ActivityFault.nonRetryable(message, code);
      },
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate(code.replaceAll('_', '-'), activities, 3);
      await waitsFor(handle, code);
      expect((await progressOf(handle)).waiting?.message).toMatch(told);
      expect(tries).toBeLessThanOrEqual(2);
      isBroken = false;
      await handle.executeUpdate(names.resumeUpdate);
      expect(await handle.result()).toEqual({ selected: 3, exhausted: false });
    });
  });

  it('never spends past the cap, pauses visibly, and goes on when it is raised', async () => {
    // Every dialog takes two attempts of two stints; the first reservation holds one attempt, and 32 of them fit.
    const activities = createFakeActivities({
      childrenLive: true,
      fates: Array.from({ length: 40 }, () => 2),
      brief: {
        wantedDialogs: 40,
        concurrency: 32,
        budget: { tokens: null, costMicroUsd: 99 * PRICE_OF_STINT },
        attemptEstimate: { tokens: 0, costMicroUsd: 2 * PRICE_OF_STINT },
      },
      delayMs: () => 20,
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate('capped', activities, 40, 12);
      await waitsFor(handle, 'budget');
      await expect.poll(() => activities.billed(), { timeout: 20_000 }).toBeGreaterThan(90 * PRICE_OF_STINT);
      expect(activities.billed()).toBeLessThanOrEqual(99 * PRICE_OF_STINT);
      const { spent, reserved } = await progressOf(handle);
      expect(spent.costMicroUsd + reserved.costMicroUsd).toBeLessThanOrEqual(99 * PRICE_OF_STINT);
      const lower = handle.executeUpdate(names.budgetUpdate, { args: [{ maxCostUsd: 0.001 }] });
      await expect(lower).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
      expect(await handle.executeUpdate(names.budgetUpdate, { args: [{ maxCostUsd: 1 }] })).toBe(
        'the budget is now $1',
      );
      expect(await handle.result()).toEqual({ selected: 40, exhausted: false });
      const last = await progressOf(handle);
      expect(last).toMatchObject({ reserved: { costMicroUsd: 0 }, spent: { costMicroUsd: 160 * PRICE_OF_STINT } });
      expect(activities.billed()).toBe(160 * PRICE_OF_STINT);
    });
  });

  it('makes new dialogs in place of those that were given up, and keeps the old', async () => {
    const activities = createFakeActivities({
      childrenLive: true,
      fates: [0, 1, 1, 1, 1],
      brief: { wantedDialogs: 4, concurrency: 1 },
      delayMs: () => 150,
    });
    await withWorkers(environment, activities, async () => {
      const handle = await simulate('retried', activities, 5);
      await expect.poll(() => activities.calls, { timeout: 20_000 }).toContain('persist d000000');
      expect(await handle.executeUpdate(names.retryUpdate, { args: [{ failed: true }] })).toBe('1 anew');
      const wrong = handle.executeUpdate(names.retryUpdate, { args: [{ dialogs: ['../etc'] }] });
      await expect(wrong).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
      // Neither way does a wish that cannot be had end the run.
      const accepted = handle.executeUpdate(names.retryUpdate, { args: [{ dialogs: ['d000009'] }] });
      await expect(accepted).rejects.toMatchObject({ cause: { cause: { message: 'd000009 cannot be retried' } } });
      await handle.signal(names.retrySignal, { dialogs: ['d000009'] });
      expect(await handle.result()).toMatchObject({ selected: 4 });
    });
    expect(activities.calls).toContain('persist d000000-r1');
    expect(activities.outcomes.get('d000000')).toMatchObject({ accepted: false });
    expect(activities.outcomes.get('d000000-r1')).toMatchObject({ accepted: true });
  });

  it.each([
    ['the aspects cannot be named', 'beforeFit'],
    ['a child of the run meets it: stock cannot be taken', 'beforeStock'],
    ['a child of the run meets it: nothing can be trained', 'inTraining'],
  ] as const)('pauses with the reason where %s, and goes on after the cure', async (_, place) => {
    let isRefused = true;
    const refuse = (): void => {
      if (isRefused) throw ActivityFault.nonRetryable('the key was refused (401)', 'model_key_refused');
    };
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(2),
      brief: { wantedDialogs: 2, recommender: place === 'inTraining' },
      ...(place === 'beforeFit' ? { beforeFit: refuse } : { [place]: async () => refuse() }),
    });
    await withWorkers(environment, activities, async () => {
      const run = await environment.client.workflow.start(generateDatasetWorkflow, {
        workflowId: `refused-${place}`,
        taskQueue: QUEUE,
        args: [{ source: { reviews: 'reviews.jsonl' } }],
      });
      const waiting = async () => (await run.query(names.runProgressQuery)).waiting;
      await expect.poll(waiting, { timeout: 20_000 }).toBe('the key was refused (401)');
      isRefused = false;
      await run.executeUpdate(names.resumeUpdate);
      expect(await run.result()).toMatchObject({ status: 'completed', accepted: 2 });
      expect(await waiting()).toBeNull();
    });
  });

  it('is steered through its own workflow as well, and says what is wrong with a value', async () => {
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(10),
      brief: { wantedDialogs: 10, concurrency: 1, recommender: false },
      delayMs: () => 100,
    });
    await withWorkers(environment, activities, async () => {
      const run = await environment.client.workflow.start(generateDatasetWorkflow, {
        workflowId: 'steered',
        taskQueue: QUEUE,
        args: [{ source: { reviews: 'reviews.jsonl' } }],
      });
      const dialogs = environment.client.workflow.getHandle(names.workflowIds.simulation('steered'));
      await expect.poll(() => activities.calls, { timeout: 20_000 }).toContain('persist d000000');
      const wrong = run.executeUpdate(names.concurrencyUpdate, { args: [0] });
      await expect(wrong).rejects.toMatchObject({
        cause: { message: expect.stringContaining('a whole number from 1 to 200') as unknown },
      });
      await run.executeUpdate(names.concurrencyUpdate, { args: [3] });
      await run.executeUpdate(names.pauseUpdate);
      const look = () => dialogs.query(names.dialogProgressQuery);
      await expect.poll(async () => (await look()).paused).toBe(true);
      expect(await look()).toMatchObject({ concurrency: 3 });
      await run.signal(names.resumeSignal);
      expect(await run.result()).toMatchObject({ status: 'completed', accepted: 10 });
    });
  });

  it('learns what was told to its dialogs alone: a later stage does not wait for a pause that was taken back there', async () => {
    const activities = createFakeActivities({
      childrenLive: true,
      fates: fates(8),
      brief: { wantedDialogs: 8, concurrency: 1, recommender: false, budget: { costMicroUsd: 40e6, tokens: null } },
      delayMs: () => 100,
    });
    await withWorkers(environment, activities, async () => {
      const run = await environment.client.workflow.start(generateDatasetWorkflow, {
        workflowId: 'told-there',
        taskQueue: QUEUE,
        args: [{ source: { reviews: 'reviews.jsonl' } }],
      });
      const dialogs = environment.client.workflow.getHandle(names.workflowIds.simulation('told-there'));
      await expect.poll(() => activities.calls, { timeout: 20_000 }).toContain('persist d000000');
      await run.executeUpdate(names.pauseUpdate);
      await expect.poll(async () => (await dialogs.query(names.dialogProgressQuery)).paused).toBe(true);
      await dialogs.executeUpdate(names.budgetUpdate, { args: [{ maxCostUsd: 60 }] });
      await dialogs.executeUpdate(names.resumeUpdate);
      const isPaused = async () => (await run.query(names.runProgressQuery)).paused;
      await expect.poll(isPaused, { timeout: 10_000 }).toBe(false);
      const lower = run.executeUpdate(names.budgetUpdate, { args: [{ maxCostUsd: 50 }] });
      await expect(lower).rejects.toThrow(WorkflowUpdateFailedError);
      expect(await run.result()).toMatchObject({ status: 'completed', accepted: 8 });
    });
  });
});
