import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { aspectsOf, datasetHashes, openWorkplace, readJsonFile, until, workerPid } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const DIALOGS = 10;
/** Concurrent dialogs: at a kill so many calls are in flight at most. */
const CONCURRENCY = 6;
const KEY = 'sk-test-that-appears-nowhere-0123456789';

describe('a run with the openai model', () => {
  let workplace: Workplace;
  let calm: FaultServer;
  let calmHashes: Record<string, string>;
  const settings = {
    target: { dialogs: DIALOGS },
    simulation: { concurrency: CONCURRENCY, entailment: false },
    llm: { provider: 'openai' },
  };
  const keys = (server: FaultServer) => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl });

  beforeAll(async () => {
    workplace = await openWorkplace();
    calm = await startFaultServer({ reply: answerPrompt, apiKey: KEY });
    const ended = await workplace.run(['run', await workplace.configure('calm', settings)], keys(calm));
    expect(ended.code, ended.stderr).toBe(0);
    calmHashes = await datasetHashes(workplace.runFolder('calm'));
  });
  afterAll(async () => {
    await calm.stop();
    await workplace.close();
  });

  it('asks nothing twice, and says that it is done when it is run again', async () => {
    expect(Math.max(...calm.answeredCounts().values())).toBe(1);
    const asked = calm.requests.length;
    const again = await workplace.run(['run', await workplace.configure('calm', settings), '--json'], keys(calm));
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('run calm is done');
    expect(JSON.parse(again.stdout)).toMatchObject({
      status: 'completed',
      dialogs: { requested: DIALOGS, accepted: DIALOGS },
    });
    expect(calm.requests.length).toBe(asked);
  });

  it('survives faults of the provider and a kill -9 of the worker with the same dataset, paying once', async () => {
    const stormy = await startFaultServer({
      reply: async (body) => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        return answerPrompt(body);
      },
      faultRates: { rateLimit: 0.04, status500: 0.04, drop: 0.03, cutBody: 0.02, truncated: 0.02 },
      seed: 7,
      apiKey: KEY,
    });
    try {
      const run = workplace.start(
        ['run', await workplace.configure('stormy', { ...settings, ...aspectsOf('calm') })],
        keys(stormy),
      );
      await until('some replies', () => stormy.requests.length > 60);
      const pid = await workerPid(run.child.pid ?? 0, 'workflows,dialogs');
      expect(pid).not.toBeNull();
      const before = stormy.requests.length;
      process.kill(pid ?? 0, 'SIGKILL');
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(0);
      // It was killed in the midst of the work, and there were faults.
      expect(stormy.requests.length).toBeGreaterThan(before + 20);
      expect(new Set(stormy.requests.map(({ fault }) => fault)).size).toBeGreaterThan(4);
      expect(await datasetHashes(workplace.runFolder('stormy'))).toEqual(calmHashes);
      const twice = [...stormy.answeredCounts().values()].filter((count) => count > 1);
      expect(twice.every((count) => count === 2)).toBe(true);
      expect(twice.length).toBeLessThanOrEqual(CONCURRENCY);
      const attempts = async (run: string) => (await summary(workplace, run)).dialogs.byAttempt;
      expect(await attempts('stormy')).toEqual(await attempts('calm'));
    } finally {
      await stormy.stop();
    }
  });

  it('replays without a key, to the same bytes', async () => {
    const folder = workplace.runFolder('calm');
    for (const part of ['dialogs', 'attempts', 'dataset', 'selection.json', 'summary.json']) {
      await rm(join(folder, part), { recursive: true });
    }
    const asked = calm.requests.length;
    const ended = await workplace.run(['run', await workplace.configure('calm', settings), '--llm', 'replay']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(await datasetHashes(folder)).toEqual(calmHashes);
    expect(calm.requests.length).toBe(asked);
    const { llm } = await summary(workplace, 'calm');
    expect(llm.replayed).toBe(llm.calls);
  });

  it('gives up a dialog whose agents never obey after exactly four attempts, and keeps them', async () => {
    const stubborn = await startFaultServer({
      reply: () => JSON.stringify({ utterance: 'I like turtles.', acts: [] }),
    });
    try {
      const config = await workplace.configure('stubborn', {
        ...settings,
        ...aspectsOf('calm'),
        target: { dialogs: 1, minEarlierReviews: 24 },
      });
      const ended = await workplace.run(['run', config], keys(stubborn));
      expect(ended.code, ended.stderr).toBe(0);
      const { status, dialogs } = await summary(workplace, 'stubborn');
      expect(status).toBe('exhausted');
      expect(dialogs).toMatchObject({ requested: 1, accepted: 0, exhausted: true });
      expect(dialogs.rejected).toBeGreaterThan(0);
      const record = await readJsonFile(join(workplace.runFolder('stubborn'), 'dialogs', 'd000000.json'));
      expect(record).toMatchObject({ status: 'rejected', failure: 'simulation_drift', attempts: 4 });
      const kept = await workplace.run(['audit', 'stubborn', 'd000000']);
      expect(kept.stdout).toContain('attempt 4: rejected');
      expect(kept.stdout).not.toContain('attempt 5');
    } finally {
      await stubborn.stop();
    }
  });

  it('audits what was given up and makes it anew where the server has forgotten the run', async () => {
    const obedient = await startFaultServer({ reply: answerPrompt });
    try {
      const dialogs = join(workplace.runFolder('stubborn'), 'dialogs');
      const old = await readFile(join(dialogs, 'd000000.json'), 'utf8');
      await rm(join(workplace.folder, '.convrecstudio'), { recursive: true });
      const paused = await workplace.run(['pause', 'stubborn']);
      expect(paused.stderr).toContain('run stubborn is done');
      expect((await workplace.run(['audit', 'stubborn', 'd000000'])).stdout).toContain('attempt 4: rejected');
      const ended = await workplace.run(['retry', 'stubborn', 'd000000'], keys(obedient));
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stdout).toContain('d000000 -> d000000-r1');
      const anew = await readJsonFile(join(dialogs, 'd000000-r1.json'));
      expect(anew).toMatchObject({ status: 'accepted', retryOf: 'd000000' });
      expect(await readFile(join(dialogs, 'd000000.json'), 'utf8')).toBe(old);
    } finally {
      await obedient.stop();
    }
  });

  it('never writes the key anywhere', async () => {
    const { execFileSync } = await import('node:child_process');
    const found = execFileSync('sh', ['-c', `grep -rl -- "${KEY}" . || true`], { cwd: workplace.folder });
    expect(found.toString()).toBe('');
  });
});

interface Summary {
  readonly status: string;
  readonly dialogs: { readonly rejected: number; readonly byAttempt: readonly number[] };
  readonly llm: { readonly calls: number; readonly replayed: number };
}

const summary = async (workplace: Workplace, run: string): Promise<Summary> =>
  (await readJsonFile(join(workplace.runFolder(run), 'summary.json'))) as Summary;
