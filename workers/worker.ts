import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { InjectedSinks } from '@temporalio/worker';

import type { ActivityPorts } from '../activities/ports.ts';
import { PipelineError, rootReason } from '../core/errors.ts';
import type { SpanRecorder } from '../core/tracing/span.ts';
import { taskQueues } from '../workflows/contract.ts';
import type { TraceSinks } from '../workflows/tracing.ts';
import { connectionOptions, dataConverterOf } from './connection.ts';
import type { Environment } from './environment.ts';
import { deploymentOptions } from './deployment.ts';
import { activitiesOf } from './role-activities.ts';
import type { Role } from './roles.ts';
import { workflowBundle } from './workflow-bundle.ts';

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
  installRuntime(environment);
  const connection = await connect(environment, options.address);
  const queues = taskQueues(environment.taskQueue);
  const activities = await activitiesOf(roles, ports);
  const spans = ports.spans ?? null;
  // Told to stop, dialogs end with the call under way; whatever is not over by then hears that it is cancelled.
  const shutdownGraceTime = GRACE_MS;
  const { identity } = environment;
  const { namespace } = environment.temporal;
  const dataConverter = dataConverterOf(environment);
  const common = {
    connection,
    identity,
    namespace,
    dataConverter,
    shutdownGraceTime,
    ...(await deploymentOptions(environment.deployment)),
  } as const;
  const create = async (role: Role): Promise<Worker> => {
    const taskQueue = queues[role];
    switch (role) {
      case 'workflows':
        return Worker.create({
          ...common,
          taskQueue,
          workflowBundle: await workflowBundle(options.cacheDirectory, dataConverter.failureConverterPath),
          ...(spans === null ? {} : { sinks: traceSinks(spans) }),
        });
      case 'dialogs':
        return Worker.create({
          ...common,
          taskQueue,
          activities: activities.dialogs,
          maxConcurrentActivityTaskExecutions: 200,
          // A cancelled run stops spending as soon as a heartbeat says so.
          maxHeartbeatThrottleInterval: '2s',
        });
      case 'profiling':
      case 'training':
        return Worker.create({
          ...common,
          taskQueue,
          activities: activities[role],
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

/** Once a process. Throws `bad_configuration` where the metrics cannot be served. */
function installRuntime({ metrics, logLevel }: Environment): void {
  const prometheus = { bindAddress: metrics ?? '', countersTotalSuffix: true };
  try {
    Runtime.install({
      logger: new DefaultLogger(LOG_LEVELS[logLevel]),
      shutdownSignals: [],
      ...(metrics === null ? {} : { telemetryOptions: { metrics: { prometheus } } }),
    });
  } catch (error) {
    if (metrics === null) throw error;
    const message = `CONVRECSTUDIO_METRICS: nothing can be served at ${metrics} (${rootReason(error)}): name a free port`;
    throw new PipelineError('bad_configuration', message, { subject: 'CONVRECSTUDIO_METRICS' }, error);
  }
}

/** Workflows tell their spans once: not again where a history is replayed. */
const traceSinks = (spans: SpanRecorder): InjectedSinks<TraceSinks> => ({
  tracing: { record: { fn: (_, span) => spans.record(span), callDuringReplay: false } },
});

async function connect(environment: Environment, address: string): Promise<NativeConnection> {
  const connection = await connectionOptions(environment, address);
  try {
    return await NativeConnection.connect(connection);
  } catch (error) {
    throw new PipelineError(
      'internal',
      `no Temporal server answers at ${address} (${rootReason(error)}): start one with "convrecstudio up", or set TEMPORAL_ADDRESS`,
      { subject: address },
      error,
    );
  }
}
