import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { Fault, FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { aspectsOf, openWorkplace, readJsonFile, until, workerPid } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const KEY = 'sk-test-of-operation-0123456789';
/** The list price of gpt-4o: micro-dollars for a token. */
const PRICE = { prompt: 2.5, completion: 10 };

interface Status {
  readonly status: string;
  readonly current: {
    readonly dialogs?: {
      readonly accepted: number;
      readonly inFlight: number;
      readonly concurrency: number;
      readonly waiting: { readonly reason: string; readonly message: string } | null;
      readonly reserved: { readonly costMicroUsd: number };
    };
  } | null;
}

describe('a run that is operated from the command line', () => {
  let workplace: Workplace;
  beforeAll(async () => {
    workplace = await openWorkplace();
    await mkdir(join(workplace.folder, 'runs'), { recursive: true });
  });
  afterAll(() => workplace.close());

  const slowly = (milliseconds: number) => async (body: Parameters<typeof answerPrompt>[0]) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return answerPrompt(body);
  };
  const keys = (server: FaultServer) => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl });
  const status = async (run: string): Promise<Status> => {
    const looked = await workplace.run(['status', run, '--json']);
    return looked.code === 0 ? (JSON.parse(looked.stdout) as Status) : { status: 'unknown', current: null };
  };
  const waiting = async (run: string) => (await status(run)).current?.dialogs?.waiting ?? null;

  it('waits once where the provider limits it, says what holds it, and is paused, resumed and audited', async () => {
    let now: Fault | null = null;
    const server = await startFaultServer({ reply: slowly(80), now: () => now, apiKey: KEY });
    try {
      const config = await workplace.configure('operated', {
        target: { dialogs: 14 },
        simulation: { concurrency: 6, entailment: false },
        llm: { provider: 'openai' },
      });
      const run = workplace.start(['run', config], keys(server));
      await until('some replies', () => server.requests.length > 40);
      expect(run.stderr()).toMatch(/estimate for 14 dialogs: \d+ calls, .*\$/);
      now = { kind: 'rate-limit', retryAfterMs: 200 };
      const since = Date.now();
      await until('the wait', async () => (await waiting('operated'))?.reason === 'model_rate_limited');
      await until('all that were in flight wait', async () => {
        const asked = server.requests.length;
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        return server.requests.length === asked;
      });
      const limited = server.requests.filter(({ fault }) => fault === 'rate-limit').length;
      // Each dialog in flight asks twice; then one of them alone goes ahead, every five seconds at most. Retries at the
      // provider's own word, 200 ms, would be some thirty a second.
      const probes = 1 + Math.floor((Date.now() - since) / 5_000);
      expect(limited).toBeLessThanOrEqual(2 * (6 + probes));
      now = { kind: 'status', status: 401, body: { error: { message: 'revoked', code: 'invalid_api_key' } } };
      await until('the refused key', async () => (await waiting('operated'))?.reason === 'model_key_refused');
      expect((await waiting('operated'))?.message).toContain('was refused (401)');
      now = null;
      expect((await workplace.run(['resume', 'operated'])).stdout).toContain('going on');
      const asked = server.requests.length;
      await until('it goes on', () => server.requests.length > asked + 8);

      expect((await workplace.run(['pause', 'operated'])).stdout).toContain('paused');
      expect((await workplace.run(['concurrency', 'operated', '3'])).stdout).toContain('at most 3 dialogs');
      const refused = await workplace.run(['concurrency', 'operated', '900']);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('a whole number from 1 to 200');
      expect((await workplace.run(['budget', 'operated', '--raise', '--usd', '5'])).stderr).toContain('has no cap');
      expect(await status('operated')).toMatchObject({ status: 'paused', current: { dialogs: { concurrency: 3 } } });
      await workplace.run(['resume', 'operated']);
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(0);
      expect(Math.max(...server.answeredCounts().values())).toBe(1);

      const audit = await workplace.run(['audit', 'operated', 'd000000']);
      expect(audit.stdout).toMatch(/ asks gpt-4o, \d+ \+ \d+ tokens, \$0\.\d+, \d+ ms, stop, worker \d+@/);
      // The scripted agent cannot say every plan: what it was given up for is told, and made anew under a new name.
      const failed = await workplace.run(['audit', 'operated', '--failed', '--json']);
      const [given] = JSON.parse(failed.stdout) as { dialogId: string; attempts: number; violations: string[] }[];
      expect(given).toMatchObject({ attempts: 4, violations: [expect.any(String)] });
      const old = given?.dialogId ?? '';
      const before = await readJsonFile(join(workplace.runFolder('operated'), 'dialogs', `${old}.json`));
      const retried = await workplace.run(['retry', 'operated', old], keys(server));
      expect(retried.code, retried.stderr).toBe(0);
      expect(retried.stdout).toContain(`${old} -> ${old}-r1`);
      const anew = await readJsonFile(join(workplace.runFolder('operated'), 'dialogs', `${old}-r1.json`));
      expect(anew).toMatchObject({ dialogId: `${old}-r1`, retryOf: old });
      expect(await readJsonFile(join(workplace.runFolder('operated'), 'dialogs', `${old}.json`))).toEqual(before);
      expect((await workplace.run(['retry', 'operated', 'd000000'])).stderr).toContain('it was accepted');
      expect((await workplace.run(['pause', 'operated'])).code).toBe(2);
    } finally {
      await server.stop();
    }
  });

  it('never lets lost calls and a killed worker spend past the cap, and goes on when it is raised', async () => {
    const capUsd = 0.6;
    let billed = 0;
    let drops = 0;
    const server = await startFaultServer({
      // Whoever asks is charged, whether or not the reply arrives.
      async reply(body) {
        const text = await slowly(60)(body);
        const characters = body.messages.reduce((sum, { content }) => sum + content.length, 0);
        billed += Math.ceil(characters / 4) * PRICE.prompt + Math.ceil(text.length / 4) * PRICE.completion;
        return text;
      },
      now: () => (++drops % 25 === 0 ? { kind: 'drop' } : null),
      apiKey: KEY,
    });
    try {
      const config = await workplace.configure('capped', {
        ...aspectsOf('operated'),
        target: { dialogs: 40 },
        simulation: { concurrency: 32, entailment: false },
        llm: { provider: 'openai' },
        budget: { maxCostUsd: capUsd },
      });
      const run = workplace.start(['run', config], keys(server));
      await until('some money is spent', () => billed > 0.1 * capUsd * 1e6);
      const pid = await workerPid(run.child.pid ?? 0, 'workflows,dialogs');
      process.kill(pid ?? 0, 'SIGKILL');
      await until('the cap', async () => (await waiting('capped'))?.reason === 'budget');
      await until('nobody asks any more', async () => {
        const asked = server.requests.length;
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        return server.requests.length === asked;
      });
      expect(billed).toBeLessThanOrEqual(capUsd * 1e6);
      expect(billed).toBeGreaterThan(0.1 * capUsd * 1e6);
      expect((await workplace.run(['budget', 'capped', '--raise', '--usd', '0.5'])).stderr).toContain('above $0.6');
      const raised = await workplace.run(['budget', 'capped', '--raise', '--usd', '50']);
      expect(raised.stdout, raised.stderr).toContain('the budget is now $50');
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(0);
      const summary = (await readJsonFile(join(workplace.runFolder('capped'), 'summary.json'))) as {
        llm: { costUsd: number; unknownCostUsd: number };
      };
      // What is told is never less than what was charged.
      expect((summary.llm.costUsd + summary.llm.unknownCostUsd) * 1e6).toBeGreaterThanOrEqual(billed - 1);
      const notes = await workplace.run(['status', 'capped']);
      expect(notes.stdout).toContain('40 accepted of 40');
    } finally {
      await server.stop();
    }
  });

  it('refuses a cap on the cost of a model whose price is not known', async () => {
    const config = await workplace.configure('priceless', {
      llm: { provider: 'openai', userAgent: { model: 'my-own' } },
      budget: { maxCostUsd: 1 },
    });
    const ended = await workplace.run(['run', config], { OPENAI_API_KEY: KEY });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('the price of "my-own" is not known: set OPENAI_PRICES');
  });
});
