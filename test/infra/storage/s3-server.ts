import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

import { ensureParts } from '../../../infra/setup/ensure-parts.ts';
import { createS3Client, type Environment } from '../../../infra/storage/s3-client.ts';

const HOST = '127.0.0.1';
/** It takes 3 s on an idle machine; other test files run beside it. */
const READY_WITHIN_MS = 60_000;
/** Another process may take a free port before the server does. */
const STARTS = 3;

/** A real S3 server (SeaweedFS) on this machine, for as long as a test needs it. */
export interface S3Server {
  readonly endpoint: string;
  /** The AWS_* variables that reach it. */
  readonly environment: Environment;
  readonly client: S3Client;
  createBucket(name: string): Promise<void>;
  /** kill -9; what was acknowledged is on the disk. */
  kill(): Promise<void>;
  /** After a kill: again on the same data and ports; resolves when it takes objects. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, HOST);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** SeaweedFS is four servers in one process. */
const ROLES = ['master', 'volume', 'filer', 's3'] as const;
type Ports = Readonly<Record<(typeof ROLES)[number], { readonly http: number; readonly grpc: number }>>;

async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < 2 * ROLES.length) found.add(await freePort());
  const [master, volume, filer, s3, ...grpc] = found;
  const pair = (http: number | undefined, role: number) => ({ http: http ?? 0, grpc: grpc[role] ?? 0 });
  return { master: pair(master, 0), volume: pair(volume, 1), filer: pair(filer, 2), s3: pair(s3, 3) };
}

/** Everything on the loopback interface, on ports of its own, nothing reported to anybody. */
function serverArguments(folder: string, ports: Ports): string[] {
  return [
    '-logtostderr=true',
    'server',
    `-dir=${folder}`,
    `-ip=${HOST}`,
    `-ip.bind=${HOST}`,
    ...ROLES.flatMap((role) => [`-${role}.port=${ports[role].http}`, `-${role}.port.grpc=${ports[role].grpc}`]),
    '-master.telemetry=false',
    // Each bucket takes volumes of its own; they occupy what is in them.
    '-master.volumeSizeLimitMB=1024',
    '-volume.max=100',
    '-filer',
    `-filer.localSocket=${join(folder, 'filer.sock')}`,
    '-s3',
    `-s3.localSocket=${join(folder, 's3.sock')}`,
    '-s3.iam=false',
    '-s3.port.iceberg=0',
    '-s3.port.lance=0',
    // Amazon's service makes no bucket by the way; this one would.
    '-s3.autoCreateBucket=false',
  ];
}

/** Writes and deletes an object: the S3 side answers before there is a volume to write to. */
async function untilReady(client: S3Client, server: ChildProcess): Promise<void> {
  const Bucket = 'ready';
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the S3 server ended with ${server.exitCode}`);
    try {
      await client.send(new CreateBucketCommand({ Bucket }));
      await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await client.send(new DeleteBucketCommand({ Bucket }));
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('the S3 server was not ready within a minute', { cause });
      await sleep(100);
    }
  }
}

async function start(executable: string): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'convrecstudio-s3-'));
  const ports = await freePorts();
  const keys = { AWS_ACCESS_KEY_ID: 'TESTACCESS', AWS_SECRET_ACCESS_KEY: randomBytes(16).toString('hex') };
  // It looks for its configuration in the working and the home folder: both are this one. The keys are its administrator's.
  const env = { ...keys, HOME: folder, TMPDIR: folder };
  const launch = () => spawn(executable, serverArguments(folder, ports), { cwd: folder, env, stdio: 'ignore' });
  let server = launch();
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const endpoint = `http://${HOST}:${ports.s3.http}`;
  const environment = { ...keys, AWS_ENDPOINT_URL_S3: endpoint, AWS_REGION: 'us-east-1' };
  const client = createS3Client(environment);
  const gone = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    kill();
    await once(server, 'exit');
  };
  const restart = async () => {
    server = launch();
    await untilReady(client, server);
  };
  const stop = async () => {
    client.destroy();
    process.removeListener('exit', kill);
    await gone();
    // The server puts these there, wherever its other files are.
    const sockets = ROLES.map((role) => `/tmp/seaweedfs-${role}-grpc-${ports[role].grpc}.sock`);
    for (const path of [...sockets, folder]) await rm(path, { recursive: true, force: true });
  };
  try {
    await untilReady(client, server);
  } catch (error) {
    await stop();
    throw error;
  }
  const createBucket = async (name: string) => void (await client.send(new CreateBucketCommand({ Bucket: name })));
  return { endpoint, environment, client, createBucket, kill: gone, restart, stop };
}

/** Null, with the reason on the console, where the server cannot be had: its tests are then skipped. */
export async function startS3Server(): Promise<S3Server | null> {
  const { 's3-server': part } = await ensureParts(['s3-server'], { env: process.env });
  if (part.state === 'unavailable') {
    console.warn(`S3 tests are skipped: ${part.reason}`);
    return null;
  }
  for (let tried = 1; ; tried++) {
    try {
      return await start(part.executable);
    } catch (error) {
      if (tried === STARTS) throw error;
    }
  }
}
