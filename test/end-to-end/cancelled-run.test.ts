import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { datasetHashes, openWorkplace, readJsonFile, until } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const CONCURRENCY = 6;
const LATENCY_MS = 250;
const BEGINS_WITHIN_MS = 300_000;
const TEST_MS = 900_000;
const SETTINGS = {
  target: { dialogs: 24 },
  simulation: { concurrency: CONCURRENCY, entailment: false },
  llm: { provider: 'openai' },
  recommender: { enabled: true, variants: ['dialog-only'], epochs: 12 },
};

describe('a run that is cancelled', () => {
  let workplace: Workplace;
  let calm: { readonly dataset: Record<string, string>; readonly metrics: unknown };
  const outcome = async (run: string) => ({
    dataset: await datasetHashes(workplace.runFolder(run)),
    metrics: await readJsonFile(join(workplace.runFolder(run), 'recommender', 'metrics.json')),
  });
  const start = (milliseconds: number): Promise<FaultServer> =>
    startFaultServer({
      reply: async (body) => {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        return answerPrompt(body);
      },
    });
  const keys = (server: FaultServer) => ({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: server.baseUrl });
  /** Requests beyond the first of each, answered or not. */
  const repeats = ({ requests }: FaultServer): number =>
    requests.length - new Set(requests.map(({ bodyHash }) => bodyHash)).size;

  beforeAll(async () => {
    workplace = await openWorkplace();
    const server = await start(0);
    const ended = await workplace.run(['run', await workplace.configure('calm', SETTINGS)], keys(server));
    expect(ended.code, ended.stderr).toBe(0);
    calm = await outcome('calm');
    await server.stop();
  });
  afterAll(() => workplace.close());

  it('goes on to the same dataset, and asks again only what was under way', { timeout: TEST_MS }, async () => {
    const server = await start(LATENCY_MS);
    try {
      const config = await workplace.configure('cancelled', SETTINGS);
      const run = workplace.start(['run', config], keys(server));
      await until('some replies', () => server.requests.length > 60, BEGINS_WITHIN_MS);
      expect((await workplace.run(['cancel', 'cancelled'])).stdout).toMatch(
        /cancelled; what it made stays|told to cancel/u,
      );
      const ended = await run.ended;
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain('the run was cancelled; "run" goes on from there');
      const status = await workplace.run(['status', 'cancelled']);
      expect(status.stdout).toContain('goes on from what stands');
      const again = await workplace.run(['run', config], keys(server));
      expect(again.code, again.stderr).toBe(0);
      expect(await outcome('cancelled')).toEqual(calm);
      // Calls under way were broken off: a call a dialog.
      expect(repeats(server)).toBeLessThanOrEqual(CONCURRENCY);
    } finally {
      await server.stop();
    }
  });
});
