import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findTemporalServer } from '../../infra/temporal/dev-server.ts';
import { STOPS_WITHIN_MS } from '../../workers/worker.ts';
import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { aspectsOf, datasetHashes, openWorkplace, readJsonFile, until, workerPid } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const CONCURRENCY = 6;
const LATENCY_MS = 250;
/** The process's own end, after its workers drained. */
const MARGIN_MS = 3_000;
const BEGINS_WITHIN_MS = 300_000;
const TEST_MS = 900_000;
const SETTINGS = {
  target: { dialogs: 24 },
  simulation: { concurrency: CONCURRENCY, entailment: false },
  llm: { provider: 'openai' },
  recommender: { enabled: true, variants: ['dialog-only'], epochs: 12 },
};

describe('a run that is interrupted by its operator', () => {
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
  const keys = (server: FaultServer, key = 'sk-first') => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrl });
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

  it(
    'cancelled, goes on to the same dataset, and asks again only what was under way',
    { timeout: TEST_MS },
    async () => {
      const server = await start(LATENCY_MS);
      try {
        const config = await workplace.configure('cancelled', { ...SETTINGS, ...aspectsOf('calm') });
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
    },
  );

  it(
    'loses no call to a worker that is told to stop: another of the two goes on, to the same dataset',
    { timeout: TEST_MS },
    async () => {
      const server = await start(LATENCY_MS);
      const byKey = (key: string): number => server.requests.filter((request) => request.key === key).length;
      const exists = (path: string): Promise<boolean> =>
        access(path).then(
          () => true,
          () => false,
        );
      try {
        const run = workplace.start(
          ['run', await workplace.configure('stopped', { ...SETTINGS, ...aspectsOf('calm') })],
          keys(server),
        );
        const servedBy = (roles: string): Promise<number | null> => workerPid(run.child.pid ?? 0, roles);
        const tellToStop = async (roles: string): Promise<void> => {
          const pid = await servedBy(roles);
          if (pid === null) throw new Error(`no worker serves ${roles}`);
          const at = Date.now();
          process.kill(pid, 'SIGTERM');
          await until('its end', async () => (await servedBy(roles)) !== pid);
          expect(Date.now() - at).toBeLessThan(STOPS_WITHIN_MS + MARGIN_MS);
        };
        await until('the first request', () => byKey('sk-first') > 0, BEGINS_WITHIN_MS);
        const temporal = await findTemporalServer(join(workplace.folder, '.convrecstudio'));
        const second = workplace.start(['worker', '--roles', 'workflows,dialogs'], {
          ...keys(server, 'sk-second'),
          TEMPORAL_ADDRESS: temporal?.address ?? '',
          CONVRECSTUDIO_TASK_QUEUE: 'convrecstudio-stopped',
        });
        await until('both to be asking', () => byKey('sk-second') > 15, BEGINS_WITHIN_MS);
        const told = Date.now();
        second.child.kill('SIGTERM');
        const ended = await second.ended;
        expect(ended.code, ended.stderr).toBe(0);
        expect(Date.now() - told).toBeLessThan(STOPS_WITHIN_MS + MARGIN_MS);
        const before = byKey('sk-first');
        await until('the other to go on', () => byKey('sk-first') > before + 20);
        // The run's own worker as well: its command starts another.
        await tellToStop('workflows,dialogs');

        // Training is told in its midst: it goes on from the checkpoint that it kept.
        const training = join(workplace.runFolder('stopped'), 'recommender', 'dialog-only-1');
        const checkpoint = join(training, 'checkpoint.bin');
        await until('a checkpoint', () => exists(checkpoint), BEGINS_WITHIN_MS);
        expect(await exists(join(training, 'training.json'))).toBe(false);
        await tellToStop('profiling,training');
        const whole = await run.ended;
        expect(whole.code, whole.stderr).toBe(0);
        expect(await outcome('stopped')).toEqual(calm);
        expect(repeats(server)).toBe(0);
      } finally {
        await server.stop();
      }
    },
  );
});
