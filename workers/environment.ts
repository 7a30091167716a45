import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

import { PipelineError } from '../core/errors.ts';
import { parseCodecKeys } from '../infra/temporal/codec-keys.ts';
import type { CodecKeys } from '../infra/temporal/codec-keys.ts';
import { readTraceSettings } from '../infra/tracing/trace-settings.ts';
import type { TraceSettings } from '../infra/tracing/trace-settings.ts';

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
  /** Paths of PEM files, and the name that the server's certificate bears: called as the temporal command line calls them. */
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().min(1).optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().min(1).optional(),
  /** Payloads are encrypted with the first, read with any: ID:BASE64 of 32 bytes, newest first. */
  CONVRECSTUDIO_CODEC_KEYS: z.string().default(''),
  /** Lets programs other than the UI's pages use the codec server. */
  CONVRECSTUDIO_CODEC_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  CONVRECSTUDIO_TASK_QUEUE: z.string().min(1).default('convrecstudio'),
  /** Name of a Temporal Worker Deployment: then workers carry a version. */
  CONVRECSTUDIO_DEPLOYMENT: z.string().default(''),
  CONVRECSTUDIO_BUILD_ID: z.string().default(''),
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

export interface TlsSettings {
  readonly certPath: string | null;
  readonly keyPath: string | null;
  readonly caPath: string | null;
  readonly serverName: string | null;
}

export interface DeploymentSettings {
  readonly name: string;
  /** Null: of the package's version and the workflows' code. */
  readonly buildId: string | null;
}

export interface Environment {
  readonly temporal: {
    /** Null: the embedded dev server, started where none runs. */
    readonly address: string | null;
    readonly namespace: string;
    readonly apiKey: string | null;
    /** Null: no TLS, unless an API key asks for it. */
    readonly tls: TlsSettings | null;
  };
  /** Null: payloads are plain. */
  readonly codecKeys: CodecKeys | null;
  readonly codecToken: string | null;
  readonly taskQueue: string;
  /** Worker versioning; null: workers have no version. */
  readonly deployment: DeploymentSettings | null;
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
  /** Null: no traces, and nothing of tracing is loaded. */
  readonly traces: TraceSettings | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** For adapters that read variables of their own (AWS, model profiles, the cache). */
  readonly variables: NodeJS.ProcessEnv;
}

/** Reads and validates; every problem in one message (`bad_configuration`). Values of variables are never repeated. */
export function readEnvironment(variables: NodeJS.ProcessEnv, workingDirectory: string): Environment {
  // Files of settings leave open what is not used: an empty variable is none.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = EnvironmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: expected ${issue.message}`);
    throw new PipelineError('bad_configuration', `the environment has problems:\n  ${problems.join('\n  ')}`, {
      problems,
    });
  }
  const env = parsed.data;
  const ofServer = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS', 'TEMPORAL_TLS_SERVER_CA_CERT_PATH', 'TEMPORAL_NAMESPACE'];
  const alone = ofServer.filter(
    (name) => given[name] !== undefined && !['default', 'false', '0'].includes(given[name]),
  );
  if (env.TEMPORAL_ADDRESS === undefined && alone.length > 0) {
    throw new PipelineError(
      'bad_configuration',
      `${alone.join(', ')}: of which server? Set TEMPORAL_ADDRESS (host:port) as well, or unset it for the embedded server`,
      { subject: 'TEMPORAL_ADDRESS' },
    );
  }
  const store = env.CONVRECSTUDIO_STORE ?? pathToFileURL(workingDirectory).href;
  return {
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY ?? null,
      tls: tlsSettings(env),
    },
    codecKeys: parseCodecKeys(env.CONVRECSTUDIO_CODEC_KEYS),
    codecToken: env.CONVRECSTUDIO_CODEC_TOKEN ?? null,
    taskQueue: env.CONVRECSTUDIO_TASK_QUEUE,
    deployment:
      env.CONVRECSTUDIO_DEPLOYMENT === ''
        ? null
        : { name: env.CONVRECSTUDIO_DEPLOYMENT, buildId: env.CONVRECSTUDIO_BUILD_ID || null },
    store,
    stateDirectory: resolve(workingDirectory, env.CONVRECSTUDIO_STATE ?? join(workingDirectory, '.convrecstudio')),
    allow: [workingDirectory, store, ...env.CONVRECSTUDIO_ALLOW.split(/\r?\n/).filter((line) => line !== '')],
    metrics: env.CONVRECSTUDIO_METRICS ?? null,
    identity: env.CONVRECSTUDIO_IDENTITY ?? `${process.pid}@${hostname()}`,
    tensorFlow: env.TFJS_BACKEND,
    traces: readTraceSettings(variables),
    logLevel: env.CONVRECSTUDIO_LOG,
    variables,
  };
}

function tlsSettings(env: z.infer<typeof EnvironmentSchema>): TlsSettings | null {
  const settings = {
    certPath: env.TEMPORAL_TLS_CLIENT_CERT_PATH ?? null,
    keyPath: env.TEMPORAL_TLS_CLIENT_KEY_PATH ?? null,
    caPath: env.TEMPORAL_TLS_SERVER_CA_CERT_PATH ?? null,
    serverName: env.TEMPORAL_TLS_SERVER_NAME ?? null,
  };
  if ((settings.certPath === null) !== (settings.keyPath === null)) {
    const message =
      'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH: a certificate and its key go together';
    throw new PipelineError('bad_configuration', message);
  }
  // Any of them asks for TLS: nobody names a certificate to go without.
  return env.TEMPORAL_TLS || Object.values(settings).some((value) => value !== null) ? settings : null;
}
