import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runKeys } from '../../core/storage/run-keys.ts';
import { openStore } from '../../infra/storage/open-store.ts';
import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { startFaultProxy } from '../infra/storage/fault-proxy.ts';
import { fillDisk, mountSmallDisk } from '../infra/storage/small-disk.ts';
import { startS3Server } from '../infra/storage/s3-server.ts';
import { datasetHashes, hashesOf, openWorkplace, until } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const KEY = 'sk-test-of-stores-0123456789';
const SETTINGS = {
  target: { dialogs: 10 },
  simulation: { concurrency: 4, entailment: false },
  llm: { provider: 'openai' },
};
const BEGINS_WITHIN_MS = 300_000;
/** A write of the journal is tried for a minute before the run is held. */
const HOLDS_WITHIN_MS = 240_000;
/** Three faults one after the other, each waited for. */
const TEST_MS = 1_200_000;
const s3 = await startS3Server();

describe('a run whose store fails', () => {
  let workplace: Workplace;
  let calm: Record<string, string>;
  let server: FaultServer;
  const keys = () => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl });
  const slowly = async (body: Parameters<typeof answerPrompt>[0]): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return answerPrompt(body);
  };

  beforeAll(async () => {
    workplace = await openWorkplace();
    server = await startFaultServer({ reply: slowly, apiKey: KEY });
    const ended = await workplace.run(['run', await workplace.configure('calm', SETTINGS)], keys());
    expect(ended.code, ended.stderr).toBe(0);
    calm = await datasetHashes(workplace.runFolder('calm'));
    await server.stop();
  });
  afterAll(async () => {
    await workplace.close();
    await s3?.stop();
  });

  const waiting = async (run: string) => {
    const { stdout } = await workplace.run(['status', run, '--json']);
    const { current } = JSON.parse(stdout || '{}') as {
      current?: { dialogs?: { waiting: { reason: string; message: string } | null } } | null;
    };
    return current?.dialogs?.waiting ?? null;
  };
  const holds = (run: string, reason: string, message: RegExp) =>
    until(
      `${run} to tell ${reason}`,
      async () => {
        const told = await waiting(run);
        return told?.reason === reason && message.test(told.message);
      },
      HOLDS_WITHIN_MS,
    );
  const goesOn = async () => {
    const asked = server.requests.length;
    await until('it goes on', () => server.requests.length > asked + 8, HOLDS_WITHIN_MS);
  };
  const nothingTwice = () => expect(Math.max(...server.answeredCounts().values())).toBe(1);

  it.skipIf(s3 === null)(
    'waits for an S3 store that is away, busy or denies, says so, and loses nothing',
    { timeout: TEST_MS },
    async () => {
      if (s3 === null) return;
      await s3.createBucket('faults');
      const proxy = await startFaultProxy(s3.endpoint);
      server = await startFaultServer({ reply: slowly, apiKey: KEY });
      const storeEnv = {
        AWS_ACCESS_KEY_ID: s3.environment['AWS_ACCESS_KEY_ID'] ?? '',
        AWS_SECRET_ACCESS_KEY: s3.environment['AWS_SECRET_ACCESS_KEY'] ?? '',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL_S3: proxy.endpoint,
        CONVRECSTUDIO_STORE: 's3://faults/store',
      };
      try {
        const config = await workplace.configure('away', SETTINGS);
        const run = workplace.start(['run', config], { ...keys(), ...storeEnv });
        await until('some replies', () => server.requests.length > 30, BEGINS_WITHIN_MS);
        proxy.set({ kind: 'unreachable' });
        await holds('away', 'store_unavailable', /could not be reached.*tried again by itself/u);
        proxy.set(null);
        await goesOn();
        proxy.set({ kind: 'slow-down' });
        await holds('away', 'store_unavailable', /failed with 503 \(SlowDown\)/u);
        proxy.set({ kind: 'slow', milliseconds: 400 });
        await goesOn();
        expect(proxy.met()).toBeGreaterThan(20);
        proxy.set({ kind: 'denied' });
        await holds('away', 'store_denied', /credentials were refused.*then resume/u);
        proxy.set(null);
        expect((await workplace.run(['resume', 'away'])).stdout).toContain('going on');
        const ended = await run.ended;
        expect(ended.code, ended.stderr).toBe(0);
        const store = openStore('s3://faults/store', s3.environment);
        expect(await hashesOf(store, `${runKeys('away').root}/dataset/data/`)).toEqual(calm);
        nothingTwice();
      } finally {
        proxy.set(null);
        await server.stop();
        await proxy.stop();
      }
    },
  );

  it('waits on a full disk, says so, and goes on when there is room again', { timeout: TEST_MS }, async (context) => {
    const disk = join(workplace.folder, 'disk');
    await mkdir(disk);
    const unmount = mountSmallDisk(disk, 64);
    if (unmount === null) return context.skip('only an administrator may mount a small disk to fill');
    server = await startFaultServer({ reply: slowly, apiKey: KEY });
    try {
      const config = await workplace.configure('full', SETTINGS);
      const run = workplace.start(['run', config], { ...keys(), CONVRECSTUDIO_STORE: `file://${disk}` });
      await until('some replies', () => server.requests.length > 30, BEGINS_WITHIN_MS);
      await fillDisk(join(disk, 'filler'));
      await holds('full', 'store_unavailable', /Cannot write .*: no space left on the device: free some/u);
      await rm(join(disk, 'filler'));
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(0);
      expect(await datasetHashes(join(disk, 'runs', 'full'))).toEqual(calm);
      nothingTwice();
    } finally {
      await server.stop();
      unmount();
    }
  });
});
