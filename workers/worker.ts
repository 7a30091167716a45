import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import { createDatasetActivities } from '../activities/dataset-activities.ts';
import { guarded } from '../activities/failures.ts';
import { createPlanningActivities } from '../activities/planning-activities.ts';
import type { ActivityPorts } from '../activities/ports.ts';
import { createProfilingActivities } from '../activities/profiling-activities.ts';
import { createRecommenderActivities } from '../activities/recommender-activities.ts';
import { createReviewActivities } from '../activities/review-activities.ts';
import { createRunActivities } from '../activities/run-activities.ts';
import { createRunWorlds } from '../activities/run-world.ts';
import { createSimulationActivities } from '../activities/simulation-activities.ts';
import { PipelineError } from '../core/errors.ts';
import { taskQueues } from '../workflows/contract.ts';
import type { Environment } from './environment.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** Which queues a process serves. Compute is apart: native training holds the event loop for seconds. */
export const ROLES = ['workflows', 'dialogs', 'profiling', 'training'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** For calls under way and what is written after them. */
const GRACE_MS = 8_000;
/** A worker that was told to stop is gone by then, done or not: its server gives what was left to another. */
export const STOPS_WITHIN_MS = 12_000;

export interface RunningWorkers {
  /** Resolves when all have drained. */
  readonly done: Promise<void>;
  shutdown(): void;
}

/** One Temporal worker a role, all in this process, all over one connection. */
export async function startWorkers(options: {
  readonly environment: Environment;
  readonly address: string;
  readonly roles: readonly Role[];
  readonly ports: ActivityPorts & { stopping(): void };
  readonly cacheDirectory: string;
}): Promise<RunningWorkers> {
  const { environment, roles, ports } = options;
  const { metrics } = environment;
  Runtime.install({
    logger: new DefaultLogger(LOG_LEVELS[environment.logLevel]),
    shutdownSignals: [],
    ...(metrics === null
      ? {}
      : { telemetryOptions: { metrics: { prometheus: { bindAddress: metrics, countersTotalSuffix: true } } } }),
  });
  const connection = await connect(environment, options.address);
  const queues = taskQueues(environment.taskQueue);
  const worlds = createRunWorlds(ports);
  const activities = {
    ...guarded(createRunActivities(ports, worlds)),
    ...guarded(createReviewActivities(ports)),
    ...guarded(createProfilingActivities(ports, worlds)),
    ...guarded(createPlanningActivities(ports, worlds)),
    ...guarded(createSimulationActivities(ports, worlds)),
    ...guarded(createDatasetActivities(ports, worlds)),
    ...guarded(createRecommenderActivities(ports, worlds)),
  };
  // Told to stop, dialogs end with the call under way; whatever is not over by then hears that it is cancelled.
  const shutdownGraceTime = GRACE_MS;
  const { identity } = environment;
  const common = { connection, identity, namespace: environment.temporal.namespace, shutdownGraceTime } as const;
  const create = async (role: Role): Promise<Worker> => {
    const taskQueue = queues[role];
    switch (role) {
      case 'workflows':
        return Worker.create({ ...common, taskQueue, workflowBundle: await workflowBundle(options.cacheDirectory) });
      case 'dialogs':
        return Worker.create({
          ...common,
          taskQueue,
          activities,
          maxConcurrentActivityTaskExecutions: 200,
          // A cancelled run stops spending as soon as a heartbeat says so.
          maxHeartbeatThrottleInterval: '2s',
        });
      case 'profiling':
      case 'training':
        return Worker.create({
          ...common,
          taskQueue,
          activities,
          // One at a time: each uses every core by itself. More processes share a run's shards (--profiling-workers).
          maxConcurrentActivityTaskExecutions: 1,
          // Progress bars show what heartbeats say: a minute's silence, the default, would look like a halt.
          maxHeartbeatThrottleInterval: '2s',
        });
    }
  };
  const workers = await Promise.all(roles.map(create));
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => connection.close());
  return {
    done,
    shutdown: () => {
      ports.stopping();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}

async function connect({ temporal }: Environment, address: string): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({
      address,
      ...(temporal.tls || temporal.apiKey !== null ? { tls: true } : {}),
      ...(temporal.apiKey === null ? {} : { apiKey: temporal.apiKey }),
    });
  } catch (error) {
    throw new PipelineError(
      'internal',
      `no Temporal server answers at ${address}: start one with "convrecstudio up", or set TEMPORAL_ADDRESS`,
      { subject: address },
      error,
    );
  }
}
