import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

import { PipelineError } from '../core/errors.ts';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .default('')
  .transform((text) => text === 'true' || text === '1');

/** Everything that the process reads from the environment, in one place; other names pass through to the SDKs. */
const EnvironmentSchema = z.object({
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d+$/, 'host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_TLS: flag,
  CONVRECSTUDIO_TASK_QUEUE: z.string().min(1).default('convrecstudio'),
  CONVRECSTUDIO_STORE: z
    .string()
    .regex(/^(file|s3):\/\//, 'a file:// or s3:// URI')
    .optional(),
  CONVRECSTUDIO_STATE: z.string().min(1).optional(),
  /** Paths and URIs, one a line, that runs may read sources from and keep stores in, besides the working directory. */
  CONVRECSTUDIO_ALLOW: z.string().default(''),
  /** Where a worker process serves its metrics for Prometheus; the second of a command's processes takes the next port. */
  CONVRECSTUDIO_METRICS: z
    .string()
    .regex(/^[^\s:/]+:\d+$/, 'host:port')
    .optional(),
  /** What a worker is called in the Temporal UI and in audits, e.g. its pod's name; unset: process and machine, pid@host. */
  CONVRECSTUDIO_IDENTITY: z.string().min(1).max(100).optional(),
  /** What `recommender.backend: auto` means on this worker; a run's explicit choice wins. */
  TFJS_BACKEND: z.enum(['auto', 'gpu', 'node', 'wasm'], 'auto, gpu, node or wasm').default('auto'),
  CONVRECSTUDIO_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
});

export interface Environment {
  readonly temporal: {
    /** Null: the embedded dev server, started where none runs. */
    readonly address: string | null;
    readonly namespace: string;
    readonly apiKey: string | null;
    readonly tls: boolean;
  };
  readonly taskQueue: string;
  /** Default store URI. */
  readonly store: string;
  /** Where the embedded server and this checkout's runtime state live. */
  readonly stateDirectory: string;
  readonly allow: readonly string[];
  /** host:port of the metrics; null: none. */
  readonly metrics: string | null;
  /** Of workers, on events and model calls. */
  readonly identity: string;
  /** TensorFlow's backend where a run leaves it open. */
  readonly tensorFlow: 'auto' | 'gpu' | 'node' | 'wasm';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** For adapters that read variables of their own (AWS, model profiles, the cache). */
  readonly variables: NodeJS.ProcessEnv;
}

/** Reads and validates; every problem in one message (`bad_configuration`). Values of variables are never repeated. */
export function readEnvironment(variables: NodeJS.ProcessEnv, workingDirectory: string): Environment {
  const parsed = EnvironmentSchema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: expected ${issue.message}`);
    throw new PipelineError('bad_configuration', `the environment has problems:\n  ${problems.join('\n  ')}`, {
      problems,
    });
  }
  const env = parsed.data;
  const store = env.CONVRECSTUDIO_STORE ?? pathToFileURL(workingDirectory).href;
  return {
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY ?? null,
      tls: env.TEMPORAL_TLS,
    },
    taskQueue: env.CONVRECSTUDIO_TASK_QUEUE,
    store,
    stateDirectory: resolve(workingDirectory, env.CONVRECSTUDIO_STATE ?? join(workingDirectory, '.convrecstudio')),
    allow: [workingDirectory, store, ...env.CONVRECSTUDIO_ALLOW.split('\n').filter((line) => line !== '')],
    metrics: env.CONVRECSTUDIO_METRICS ?? null,
    identity: env.CONVRECSTUDIO_IDENTITY ?? `${process.pid}@${hostname()}`,
    tensorFlow: env.TFJS_BACKEND,
    logLevel: env.CONVRECSTUDIO_LOG,
    variables,
  };
}
