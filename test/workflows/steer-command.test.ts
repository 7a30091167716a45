import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { steer } from '../../cli/commands/control.ts';
import * as names from '../../workflows/contract.ts';
import { createFakeActivities } from './fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from './workflow-environment.ts';

/** The commands that steer a run, against a real server. */
describe('a command that steers a run', { timeout: 120_000 }, () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
  });
  afterEach(() => void vi.unstubAllEnvs());
  afterAll(() => environment.teardown());

  it('gives up with the way out where no worker lives, and is heard where one does', async () => {
    vi.stubEnv('TEMPORAL_ADDRESS', environment.address);
    const { client } = environment;
    await client.workflow.start('generateDatasetWorkflow', { workflowId: 'left', taskQueue: QUEUE, args: [{}] });
    const pausing = () => steer('left', (handle) => handle.executeUpdate(names.pauseUpdate));
    await expect(pausing()).rejects.toThrow(/run left does not answer: do its workers live\? .*"up" or "worker"/u);
    const activities = createFakeActivities({ fates: [1], brief: { wantedDialogs: 1, recommender: false } });
    await withWorkers(environment, activities, async () => {
      expect(await pausing()).toContain('paused');
      await steer('left', (handle) => handle.executeUpdate(names.resumeUpdate));
      expect(await client.workflow.getHandle('left').result()).toMatchObject({ accepted: 1 });
    });
    await expect(pausing()).rejects.toThrow(/run left ended: it is not under way|no run "left" is under way here/u);
  });
});
