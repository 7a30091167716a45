import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChatModel } from '../../../core/llm/chat-model.ts';
import { createJournalledModel } from '../../../core/llm/journal.ts';
import { openStore, probeStore } from '../../../infra/storage/open-store.ts';
import type { Environment } from '../../../infra/storage/s3-client.ts';
import { createS3Store } from '../../../infra/storage/s3-store.ts';
import { stageSource } from '../../../infra/storage/stage-source.ts';
import { chatRequest } from '../../core/llm/chat-request.ts';
import { describeStoreContract } from './contract.ts';
import { freePort, startS3Server } from './s3-server.ts';

const MEBIBYTE = 1024 * 1024;
const content = new TextEncoder().encode('x');
const server = await startS3Server();
let stores = 0;

afterAll(async () => {
  await server?.stop();
});

const REPLY = {
  finish: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  costMicroUsd: 1,
  model: 'm',
  replayed: false,
} as const;

/** Resolves for all once so many have come. */
function barrier(count: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === count) for (const go of waiting) go();
    });
}

const refused = (environment: Environment): Environment => ({
  ...environment,
  AWS_SECRET_ACCESS_KEY: 'not-the-secret',
});

describe.skipIf(server === null)('against a real S3 server', () => {
  if (server === null) return;
  let scratch: string;

  beforeAll(async () => {
    await server.createBucket('runs');
    scratch = await mkdtemp(join(tmpdir(), 'convrecstudio-s3-test-'));
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true, force: true });
  });

  const store = (environment = server.environment, uri = 's3://runs/errors') => createS3Store({ uri, environment });

  describeStoreContract('the S3 store', () => ({
    empty: () =>
      Promise.resolve(
        createS3Store({
          uri: `s3://runs/store-${++stores}/`,
          environment: server.environment,
          partBytes: 5 * MEBIBYTE,
        }),
      ),
    environment: server.environment,
  }));

  it('keeps stores of one bucket apart', async () => {
    await store(server.environment, 's3://runs/one').put('a', content);
    expect(await store(server.environment, 's3://runs/on').exists('a')).toBe(false);
    expect(await store(server.environment, 's3://runs').exists('one/a')).toBe(true);
  });

  it('names the bucket when credentials are refused, and never the credentials', async () => {
    const outcomes = await Promise.allSettled([
      store(refused(server.environment)).put('a', content),
      store(refused(server.environment)).get('a'),
      store(refused(server.environment)).exists('a'),
      store({ ...server.environment, AWS_ACCESS_KEY_ID: 'NOBODY' }).create('a', content),
    ]);
    for (const outcome of outcomes) {
      const error: unknown = outcome.status === 'rejected' ? outcome.reason : null;
      expect(error).toMatchObject({ code: 'store_denied', retryable: false });
      expect(String(error)).toContain('bucket "runs"');
      expect(JSON.stringify([error, String(error)])).not.toMatch(/not-the-secret|NOBODY|TESTACCESS/);
    }
  });

  it('says that there is no such bucket', async () => {
    await expect(store(server.environment, 's3://no-such-bucket/x').put('a', content)).rejects.toMatchObject({
      code: 'store_denied',
      message: expect.stringContaining('no bucket "no-such-bucket"') as unknown,
    });
    await expect(store(server.environment, 's3://no-such-bucket/x').get('a')).rejects.toMatchObject({
      code: 'store_denied',
    });
  });

  it('takes away what a killed worker left of an upload in parts, when the artefact is uploaded again', async () => {
    const open = async (Prefix: string): Promise<number> =>
      (await server.client.send(new ListMultipartUploadsCommand({ Bucket: 'runs', Prefix }))).Uploads?.length ?? 0;
    for (const Key of ['parts/table', 'parts/table-2']) {
      const begun = await server.client.send(new CreateMultipartUploadCommand({ Bucket: 'runs', Key }));
      const { UploadId } = begun;
      await server.client.send(
        new UploadPartCommand({ Bucket: 'runs', Key, UploadId, PartNumber: 1, Body: new Uint8Array(5 * MEBIBYTE) }),
      );
    }
    expect(await open('parts/')).toBe(2);
    const path = join(scratch, 'table');
    await writeFile(path, new Uint8Array(6 * MEBIBYTE));
    const inParts = { uri: 's3://runs/parts', environment: server.environment, partBytes: 5 * MEBIBYTE };
    await createS3Store(inParts).putFile('table', path);
    await rm(path);
    // Another artefact's, which may be under way, stays.
    expect(await open('parts/')).toBe(1);
    expect((await createS3Store(inParts).get('table'))?.length).toBe(6 * MEBIBYTE);
  });

  it('gives two workers that ask the same at once one reply: the loser of the write reads the winner’s', async () => {
    const written: string[] = [];
    const together = barrier(2);
    const ask = (words: string): Promise<{ text: string }> => {
      const inner: ChatModel = {
        provider: 'test',
        async complete() {
          await together();
          return { ...REPLY, text: words };
        },
      };
      const journal = store(server.environment, 's3://runs/journal');
      const key = (digest: string): string => `llm/${digest}`;
      return createJournalledModel({ inner, store: journal, key, sleep: async () => {} }).complete(chatRequest());
    };
    const replies = await Promise.all([ask('from here'), ask('from there')]);
    for await (const key of store(server.environment, 's3://runs/journal').list('')) written.push(key);
    expect(written).toHaveLength(1);
    expect(replies[0]?.text).toBe(replies[1]?.text);
  });

  it('brings a source to a local file, once for each version of it', async () => {
    await store(server.environment, 's3://runs/sources').put('reviews.json.gz', content);
    const uri = 's3://runs/sources/reviews.json.gz';
    const path = await stageSource(uri, scratch, server.environment);
    expect(path).toMatch(/\.json\.gz$/);
    expect(await readFile(path, 'utf8')).toBe('x');
    expect(await stageSource(uri, scratch, server.environment)).toBe(path);
    await store(server.environment, 's3://runs/sources').put('reviews.json.gz', new TextEncoder().encode('changed'));
    const changed = await stageSource(uri, scratch, server.environment);
    expect(changed).not.toBe(path);
    expect(await readFile(changed, 'utf8')).toBe('changed');
    await expect(stageSource('s3://runs/sources/none.json', scratch, server.environment)).rejects.toMatchObject({
      code: 'source_missing',
      message: expect.stringContaining('none.json') as unknown,
    });
    expect(await readdir(scratch)).toHaveLength(2);
  });
});

describe('an S3 store that cannot be had', () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B' };

  it('is unavailable, and retried, when nothing listens', async () => {
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${await freePort()}` };
    await expect(openStore('s3://runs/x', environment).put('a', content)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      message: expect.stringContaining('s3://runs/x/a') as unknown,
    });
  });

  it('is unavailable when the service fails', async () => {
    const failing = createServer((_, response) => response.writeHead(503).end());
    failing.listen(0, '127.0.0.1');
    await once(failing, 'listening');
    const address = failing.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
    await expect(openStore('s3://runs', environment).get('a')).rejects.toMatchObject({ code: 'store_unavailable' });
    failing.close();
  });

  it('is denied by the probe where conditional writes are ignored', async () => {
    // A service that says yes to everything, as some look-alikes do to If-None-Match.
    const careless = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { ETag: '"x"' }).end());
    });
    careless.listen(0, '127.0.0.1');
    await once(careless, 'listening');
    const address = careless.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
    await expect(probeStore(openStore('s3://runs', environment))).rejects.toMatchObject({
      code: 'store_denied',
      message: expect.stringContaining('If-None-Match') as unknown,
    });
    careless.close();
  });

  it('knows its own object when the answer to its create was lost', async () => {
    // The first PUT is stored and its connection cut; the SDK repeats it and is told 412.
    let writer: string | undefined;
    let puts = 0;
    const lossy = createServer((request, response) => {
      request.resume().on('end', () => {
        if (request.method === 'HEAD') return response.writeHead(200, { 'x-amz-meta-writer': writer }).end();
        puts++;
        if (puts > 1) return response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
        writer = String(request.headers['x-amz-meta-writer']);
        return response.destroy();
      });
    });
    lossy.listen(0, '127.0.0.1');
    await once(lossy, 'listening');
    const address = lossy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
    expect(await openStore('s3://runs', environment).create('a', content)).toBe(true);
    expect(puts).toBe(2);
    writer = 'another';
    expect(await openStore('s3://runs', environment).create('a', content)).toBe(false);
    lossy.close();
  });

  it.each(['s3://', 's3://UPPER/x', 's3://runs/../x', 'https://example.org/x', 'gs://runs/x', ''])(
    'refuses %j',
    (uri) => {
      expect(() => openStore(uri, credentials)).toThrow(expect.objectContaining({ name: 'PipelineError' }));
    },
  );

  it('refuses an endpoint that is no URL', () => {
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: 'localhost:9000' };
    expect(() => openStore('s3://runs', environment)).toThrow(expect.objectContaining({ code: 'bad_configuration' }));
  });
});

describe('a local source', () => {
  it('stays where it is, or is named when it is missing or no file', async () => {
    const own = new URL(import.meta.url).pathname;
    expect(await stageSource(own, tmpdir(), {})).toBe(own);
    expect(await stageSource(import.meta.url, tmpdir(), {})).toBe(own);
    await expect(stageSource('/none/reviews.json', tmpdir(), {})).rejects.toMatchObject({ code: 'source_missing' });
    await expect(stageSource(tmpdir(), tmpdir(), {})).rejects.toMatchObject({ code: 'source_format' });
    await expect(stageSource('https://example.org/r.json', tmpdir(), {})).rejects.toMatchObject({
      code: 'bad_configuration',
    });
  });
});
