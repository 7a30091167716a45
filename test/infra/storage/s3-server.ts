import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateBucketCommand } from '@aws-sdk/client-s3';

import { ensureParts } from '../../../infra/setup/ensure-parts.ts';
import { createS3Client } from '../../../infra/storage/s3-client.ts';
import type { Environment } from '../../../infra/storage/s3-client.ts';

/** A real S3 server (versitygw) on this machine, for as long as a test needs it. */
export interface S3Server {
  readonly endpoint: string;
  /** The AWS_* variables that reach it. */
  readonly environment: Environment;
  createBucket(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function untilReady(endpoint: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`the S3 server ended with ${server.exitCode}`);
    // Any answer will do: without credentials it is a 403.
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the S3 server did not answer within 10 s');
}

/** Null, with the reason on the console, where the server cannot be had (no Go): its tests are then skipped. */
export async function startS3Server(): Promise<S3Server | null> {
  const { 's3-server': part } = await ensureParts(['s3-server'], { env: process.env });
  if (part.state === 'unavailable') {
    console.warn(`S3 tests are skipped: ${part.reason}`);
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'convrecstudio-s3-'));
  const [data, accounts, versions] = ['data', 'accounts', 'versions'].map((name) => join(folder, name));
  if (data === undefined || accounts === undefined || versions === undefined) throw new Error('three folders are made');
  await Promise.all([data, accounts, versions].map((path) => mkdir(path)));
  const keys = { AWS_ACCESS_KEY_ID: 'TESTACCESS', AWS_SECRET_ACCESS_KEY: randomBytes(16).toString('hex') };
  const port = await freePort();
  const server = spawn(
    part.executable,
    [
      '--port',
      `127.0.0.1:${port}`,
      '--quiet',
      '--keep-alive',
      '--iam-dir',
      accounts,
      'posix',
      '--versioning-dir',
      versions,
      data,
    ],
    {
      env: {
        PATH: process.env['PATH'],
        ROOT_ACCESS_KEY: keys.AWS_ACCESS_KEY_ID,
        ROOT_SECRET_KEY: keys.AWS_SECRET_ACCESS_KEY,
      },
      stdio: 'ignore',
    },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = { ...keys, AWS_ENDPOINT_URL_S3: endpoint, AWS_REGION: 'us-east-1' };
  await untilReady(endpoint, server);
  return {
    endpoint,
    environment,
    async createBucket(name) {
      const client = createS3Client(environment);
      await client.send(new CreateBucketCommand({ Bucket: name }));
      client.destroy();
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
