import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ApplicationFailure as ActivityFault } from '@temporalio/activity';
import type { WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { generateDatasetWorkflow, simulateDialogsWorkflow } from '../../workflows/index.ts';
import { budgetUpdate, dialogProgressQuery, workflowIds } from '../../workflows/contract.ts';
import { createFakeActivities, PRICE_OF_STINT } from '../workflows/fake-activities.ts';
import { QUEUE, startEnvironment, withWorkers } from '../workflows/workflow-environment.ts';

/**
 * Records the histories that the replay test replays: `npm run histories`. Run it for a new kind of history, or when a
 * change is guarded by `patched`; histories of running executions must keep replaying, so old files stay.
 */
const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));

async function record(client: WorkflowClient, workflowId: string, name: string, runId?: string): Promise<void> {
  const history = await client.getHandle(workflowId, runId).fetchHistory();
  // Names of machine and process stand in each event: they are nobody's business.
  const json = historyToJSON(history).replaceAll(/"identity": "[^"]*"/g, '"identity": "worker"');
  await writeFile(`${FOLDER}${name}.json`, `${json}\n`);
}

const environment = await startEnvironment();
try {
  await mkdir(FOLDER, { recursive: true });
  const client = environment.client.workflow;
  const whole = createFakeActivities({ fates: [1, 0, 3, 1], brief: { wantedDialogs: 3, concurrency: 2 } });
  await withWorkers(environment, whole, () =>
    client.execute(generateDatasetWorkflow, {
      workflowId: 'recorded',
      taskQueue: QUEUE,
      args: [{ source: { reviews: 'reviews.jsonl' } }],
    }),
  );
  await record(client, 'recorded', 'generate-dataset');
  await record(client, workflowIds.simulation('recorded'), 'simulate-dialogs');
  await record(client, workflowIds.user('recorded', 1), 'generate-user-dialogs-drift');
  await record(client, workflowIds.user('recorded', 2), 'generate-user-dialogs-third-attempt');
  await record(client, workflowIds.recommender('recorded'), 'train-recommender');

  const paged = createFakeActivities({ fates: [1, 1, 0, 1, 1, 1], brief: { wantedDialogs: 4, concurrency: 2 } });
  const brief = await paged.resolveRun({ run: 'paged' });
  await withWorkers(environment, paged, async () => {
    const handle = await client.start(simulateDialogsWorkflow, {
      workflowId: workflowIds.simulation('paged'),
      taskQueue: QUEUE,
      args: [{ brief, users: 6, targets: 6, launchesPerExecution: 2, carried: null }],
    });
    await handle.result();
    await record(client, workflowIds.simulation('paged'), 'simulate-dialogs-first-page', handle.firstExecutionRunId);
    await record(client, workflowIds.simulation('paged'), 'simulate-dialogs-last-page');
  });

  // Held once by a rate limit, and short of money until the cap is raised.
  const limited = new Set<string>();
  const held = createFakeActivities({
    fates: [1, 2, 1, 1],
    childrenLive: true,
    brief: {
      wantedDialogs: 3,
      concurrency: 2,
      budget: { tokens: null, costMicroUsd: 5 * PRICE_OF_STINT },
      attemptEstimate: { tokens: 0, costMicroUsd: PRICE_OF_STINT },
    },
    beforeStint({ dialogId }) {
      if (limited.has(dialogId)) return;
      limited.add(dialogId);
      throw ActivityFault.nonRetryable('slow down', 'model_rate_limited', { retryAfterMs: 100 });
    },
  });
  const heldBrief = await held.resolveRun({ run: 'held' });
  await withWorkers(environment, held, async () => {
    const handle = await client.start(simulateDialogsWorkflow, {
      workflowId: workflowIds.simulation('held'),
      taskQueue: QUEUE,
      args: [{ brief: heldBrief, users: 4, targets: 4, carried: null }],
    });
    const reason = async () => (await handle.query(dialogProgressQuery)).waiting?.reason;
    while ((await reason()) !== 'budget') await new Promise((resolve) => setTimeout(resolve, 200));
    await handle.executeUpdate(budgetUpdate, { args: [{ maxCostUsd: 1 }] });
    await handle.result();
    await record(client, workflowIds.simulation('held'), 'simulate-dialogs-held-and-capped');
    await record(client, workflowIds.user('held', 1), 'generate-user-dialogs-held-and-capped');
  });
} finally {
  await environment.teardown();
}
