import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, ChildWorkflowFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  dialogProgressQuery,
  pauseSignal,
  resumeSignal,
  runProgressQuery,
  workflowIds,
} from '../../workflows/contract.ts';
import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { createFakeActivities, dialogIdOf } from './fake-activities.ts';
import type { FakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

describe('workflows on the real bundle', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterAll(() => environment.teardown());

  let runs = 0;
  const runDataset = (activities: FakeActivities) =>
    withWorkers(environment, activities, () =>
      environment.client.workflow.execute(generateDatasetWorkflow, {
        workflowId: `run-${++runs}`,
        taskQueue: QUEUE,
        args: [{ source: { reviews: 'reviews.jsonl' } }],
      }),
    );

  it('takes the first acceptable dialogs in order, whatever order they finish in', async () => {
    const activities = createFakeActivities({
      fates: [1, 0, 2, 1, 1, 1],
      brief: { wantedDialogs: 3 },
      delayMs: (dialogId) => (dialogId === 'd000000' ? 400 : 0),
    });
    expect(await runDataset(activities)).toMatchObject({ status: 'completed', accepted: 3, requested: 3 });
    expect(activities.selected()).toEqual(['d000000', 'd000002', 'd000003']);
    expect(activities.calls.slice(-3)).toEqual(['finishRun', 'writeReport', 'finishRun']);
  });

  it('describes each shard once, a bounded number at a time, and merges when all are there', async () => {
    const activities = createFakeActivities({ fates: [1], brief: { wantedDialogs: 1 }, shards: 40 });
    await runDataset(activities);
    const described = activities.calls.filter((call) => call.startsWith('describeShard '));
    expect(new Set(described).size).toBe(40);
    expect(described).toHaveLength(40);
    expect(activities.mostShardsInFlight()).toBeGreaterThan(4);
    expect(activities.mostShardsInFlight()).toBeLessThanOrEqual(16);
    const order = activities.calls.filter((call) => /^(fit|plan|describe|merge|build).*(Asp|Sha|Sen|Pro)/u.test(call));
    expect(order.slice(0, 2)).toEqual(['fitAspects', 'planShards']);
    expect(order.slice(-2)).toEqual(['mergeSentences', 'buildProfiles']);
    const progress = await withWorkers(environment, activities, () =>
      environment.client.workflow.getHandle(`run-${runs}`).query(runProgressQuery),
    );
    expect(progress.shards).toEqual({ done: 40, shards: 40, sentences: 400 });
  });

  it('ends a dialog whose agents never obey after exactly four attempts', async () => {
    const activities = createFakeActivities({ fates: [0, 1], brief: { wantedDialogs: 1 } });
    await runDataset(activities);
    expect(activities.calls.filter((call) => call.startsWith('check d000000'))).toEqual(
      [1, 2, 3, 4].map((attempt) => `check d000000 ${attempt}`),
    );
    expect(activities.outcomes.get('d000000')).toMatchObject({ accepted: false, attempts: 4 });
  });

  it('replaces near-duplicates by later dialogs', async () => {
    const activities = createFakeActivities({
      fates: [1, 1, 1, 1],
      brief: { wantedDialogs: 3, concurrency: 1 },
      duplicates: ['d000001'],
    });
    expect(await runDataset(activities)).toMatchObject({ status: 'completed', accepted: 3 });
    expect(activities.selected()).toEqual(['d000000', 'd000002', 'd000003']);
  });

  it('says how much is missing when the targets run out', async () => {
    const activities = createFakeActivities({ fates: [1, 0], brief: { wantedDialogs: 5 } });
    expect(await runDataset(activities)).toMatchObject({ status: 'exhausted', accepted: 1, requested: 5 });
  });

  it('does not make again what stands already', async () => {
    const activities = createFakeActivities({ fates: [1, 1, 1], brief: { wantedDialogs: 3 } });
    activities.outcomes.set('d000001', {
      dialogId: 'd000001',
      ordinal: 1,
      accepted: true,
      attempts: 2,
      spent: { tokens: 0, costMicroUsd: 0 },
    });
    expect(await runDataset(activities)).toMatchObject({ accepted: 3 });
    expect(activities.calls).not.toContain('planDialog d000001');
  });

  it('fails with the fault of a dialog, by its code', async () => {
    const activities = createFakeActivities({ fates: ['fault', 1, 1], brief: { wantedDialogs: 3 } });
    const failure = await runDataset(activities).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    const child = (failure as WorkflowFailedError).cause;
    expect(child).toBeInstanceOf(ChildWorkflowFailure);
    expect((child as ChildWorkflowFailure).cause).toMatchObject({ type: 'artefact_invalid' });
    expect((child as ChildWorkflowFailure).cause).toBeInstanceOf(ApplicationFailure);
  });

  it('continues as new without losing or repeating a dialog', async () => {
    const fates = Array.from({ length: 30 }, (_, ordinal) => (ordinal % 5 === 0 ? 0 : 1));
    const activities = createFakeActivities({ fates, brief: { wantedDialogs: 20 } });
    const brief = await activities.resolveRun({ run: 'paged' });
    await withWorkers(environment, activities, async () => {
      const result = await environment.client.workflow.execute(simulateDialogsWorkflow, {
        workflowId: workflowIds.simulation('paged'),
        taskQueue: QUEUE,
        args: [{ brief, users: 30, targets: 30, launchesPerExecution: 4, carried: null }],
      });
      expect(result).toEqual({ selected: 20, exhausted: false });
    });
    const good = fates.flatMap((fate, ordinal) => (fate === 1 ? [dialogIdOf(ordinal)] : []));
    expect(activities.selected()).toEqual(good.slice(0, 20));
    const persisted = activities.calls.filter((call) => call.startsWith('persist'));
    expect(new Set(persisted).size).toBe(persisted.length);
  });

  it('starts nothing while paused, and goes on when told to', async () => {
    const activities = createFakeActivities({
      fates: Array.from({ length: 8 }, () => 1),
      brief: { wantedDialogs: 8, concurrency: 1 },
      delayMs: () => 100,
    });
    const brief = await activities.resolveRun({ run: 'paused' });
    await withWorkers(environment, activities, async () => {
      const handle = await environment.client.workflow.start(simulateDialogsWorkflow, {
        workflowId: workflowIds.simulation('paused'),
        taskQueue: QUEUE,
        args: [{ brief, users: 8, targets: 8, carried: null }],
      });
      await handle.signal(pauseSignal);
      await expect.poll(async () => (await handle.query(dialogProgressQuery)).inFlight).toBe(0);
      const before = (await handle.query(dialogProgressQuery)).accepted;
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await handle.query(dialogProgressQuery)).toMatchObject({ accepted: before, paused: true });
      await handle.signal(resumeSignal);
      expect(await handle.result()).toEqual({ selected: 8, exhausted: false });
    });
  });
});
