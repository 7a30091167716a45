import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dialogProgressQuery, workflowIds } from '../../workflows/contract.ts';
import type { DialogProgress } from '../../workflows/contract.ts';
import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { ChatCompletionBody, Fault, FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { openWorkplace, startUp, until as within, type Workplace } from './command-line.ts';
import { documentedViews } from './documents.ts';
import { browserPath, openTemporalUi, skipped, type TemporalUi } from './temporal-ui-page.ts';

const KEY = 'sk-test-of-steering-0123456789';
const RUN = 'steered';
const DIALOGS = workflowIds.simulation(RUN);

/** Generous: the machine may be busy with other tests. */
const until = (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => within(what, holds, 350_000);

/** The first two users that it hears of say nothing to the point, whatever they are told: their dialogs drift. */
function createDriftingModel(): (body: ChatCompletionBody) => Promise<string> {
  const drifting = new Set<string>();
  return async (body) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const prompt = body.messages.map(({ content }) => content).join('\n');
    const owned = /"items that you own": ?(\[[^\]]*\])/u.exec(prompt)?.[1];
    if (owned !== undefined && drifting.size < 2) drifting.add(owned);
    return owned !== undefined && drifting.has(owned) ? 'Nice weather today.' : answerPrompt(body);
  };
}

// Another party's page, drawn anew while it is used: a step may be tried once more.
describe.skipIf(browserPath === undefined)(
  `a run that is steered from the Temporal UI alone${skipped}`,
  { retry: 1 },
  () => {
    let workplace: Workplace;
    let server: FaultServer;
    let connection: Connection;
    let client: Client;
    let ui: TemporalUi;
    let now: Fault | null = null;

    beforeAll(async () => {
      workplace = await openWorkplace(60);
      server = await startFaultServer({ reply: createDriftingModel(), now: () => now, apiKey: KEY });
      const model = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl };
      const { address, uiUrl } = await startUp(workplace, { ...model, CONVRECSTUDIO_IDENTITY: 'worker' });
      connection = await Connection.connect({ address });
      client = new Client({ connection });
      ui = await openTemporalUi(uiUrl);
    });
    afterAll(async () => {
      await ui?.close();
      await connection?.close();
      await workplace?.close();
      await server?.stop();
    });

    const coordinator = () => client.workflow.getHandle(DIALOGS);
    const progress = (): Promise<DialogProgress> => coordinator().query(dialogProgressQuery);
    const waitsFor = (reason: string | null) =>
      until(`waiting for ${reason}`, async () => ((await progress()).waiting?.reason ?? null) === reason);
    /** The run's page itself says it. */
    const seen = (...words: readonly string[]) => ui.openDetails(RUN, ...words);
    const refused = async (name: string, input: unknown, reason: string): Promise<void> => {
      expect(await ui.send('update', RUN, name, input)).toContain(reason);
      await ui.page.locator('dialog[open]').getByText(reason).first().waitFor();
      expect(await ui.page.locator('dialog[open]').innerText()).not.toContain('/node_modules/');
    };
    const repliesGoOn = async (): Promise<void> => {
      const asked = server.requests.length;
      await until('replies go on', () => server.requests.length > asked + 10);
    };

    it('waits at its cap, refuses a lower one with the reason, and goes on when it is raised', async () => {
      const source = { reviews: 'sample/reviews.jsonl', items: 'sample/items.jsonl' };
      const input = {
        source,
        domain: 'musical instruments',
        target: { dialogs: 40 },
        aspects: { clusters: 12, steps: 40 },
        simulation: { concurrency: 6, entailment: false },
        llm: { provider: 'openai' },
        budget: { maxCostUsd: 0.3 },
      };
      await ui.start(RUN, JSON.stringify(input, null, 2));
      const isAsked = () =>
        progress().then(
          () => true,
          () => false,
        );
      await until('its dialogs', isAsked);
      await waitsFor('budget');
      await seen('Waiting: budget', 'raise it (raiseBudget)', 'of 0.30 US dollars');
      await refused('raiseBudget', { maxCostUsd: 0.1 }, 'maxCostUsd must be above $0.3, the cap that stands');
      await ui.send('signal', RUN, 'raiseBudget', { maxCostUsd: 0.31 });
      await until('the signal', async () => (await progress()).budget?.costMicroUsd === 310_000);
      expect(await ui.send('update', RUN, 'raiseBudget', { maxCostUsd: 50 })).toContain('the budget is now $50');
      await repliesGoOn();
    });

    it('shows a rate limit with its next try, and tries at once when told to resume', async () => {
      now = { kind: 'rate-limit', retryAfterMs: 300_000 };
      await waitsFor('model_rate_limited');
      await until('dialogs wait', async () => ((await progress()).waiting?.dialogs ?? 0) > 1);
      await ui.openWorkflow(DIALOGS);
      await ui.page.getByText('model_rate_limited: waits').first().waitFor();
      await seen('Waiting: model_rate_limited', 'next try', 'it asks to wait 300 s');
      await ui.picture('waiting-run');
      for (const query of await queriesOf('what waits')) {
        const found = await ui.list(query);
        expect(found.some((id) => (query.includes('!=') ? id === DIALOGS : id.startsWith(`${DIALOGS}/user-`)))).toBe(
          true,
        );
      }
      now = null;
      expect(await ui.send('update', RUN, 'resume')).toContain('going on');
      await repliesGoOn();
    });

    it('shows a revoked key with the way out, and goes on after the cure', async () => {
      now = { kind: 'status', status: 401, body: { error: { message: 'revoked', code: 'invalid_api_key' } } };
      await waitsFor('model_key_refused');
      await seen('Waiting: model_key_refused', 'was refused (401)', 'then resume');
      now = null;
      await ui.send('signal', RUN, 'resume');
      await repliesGoOn();
      expect((await progress()).waiting).toBeNull();
    });

    it('pauses, and takes another pace, by signal and by update', async () => {
      await ui.send('signal', RUN, 'pause');
      await waitsFor('paused');
      await ui.send('update', RUN, 'resume');
      await waitsFor(null);
      expect(await ui.send('update', RUN, 'pause')).toContain('no dialog is begun until resume');
      await seen('Waiting: paused');
      await ui.send('signal', RUN, 'setConcurrency', 3);
      await until('the signal', async () => (await progress()).concurrency === 3);
      expect(await ui.send('update', RUN, 'setConcurrency', 8)).toContain('at most 8 dialogs in flight');
      // The dialog closed; what was answered stands in the history.
      await ui.page.locator('dialog[open]').waitFor({ state: 'hidden' });
      await ui.page.getByTestId('history-tab').click();
      await ui.page.getByText('at most 8 dialogs in flight').first().waitFor();
      await refused('setConcurrency', 900, 'concurrency must be a whole number from 1 to 200');
      await ui.picture('update-refused');
      await ui.send('signal', RUN, 'resume');
      await waitsFor(null);
    });

    const queriesOf = async (view: string): Promise<readonly string[]> => {
      const queries = (await documentedViews()).get(view) ?? [];
      expect(queries, `${view} in docs/operating.md`).not.toEqual([]);
      return queries.map((query) => query.replaceAll('RUN', RUN));
    };
    const listed = async (view: string): Promise<string[]> => ui.list((await queriesOf(view))[0] ?? '');

    it('finds what drifted, and everything else, by the documented views', async () => {
      await until('two drifted', async () => (await progress()).rejected >= 2);
      await until('some are accepted', async () => (await progress()).accepted >= 6);
      // What is looked at from here on must not end meanwhile.
      await ui.send('signal', RUN, 'pause');
      const drifted = await listed('drift of one run');
      expect(drifted.length).toBeGreaterThanOrEqual(2);
      expect(drifted.every((id) => id.startsWith(`${DIALOGS}/user-`))).toBe(true);
      await ui.picture('list-view');
      expect(await listed('dialogs given up')).toEqual(expect.arrayContaining(drifted));
      expect(await listed('by stage')).toEqual([RUN]);
      const repeated = await listed('by domain');
      expect(repeated).toEqual(expect.arrayContaining(drifted));
      expect(repeated).not.toContain(RUN);
      const [one] = await queriesOf('one dialog');
      expect(await ui.list((one ?? '').replace(/d\d{6}/u, 'd000001'))).toEqual([workflowIds.user(RUN, 1)]);
      expect((await documentedViews()).size, 'views that this test knows').toBe(6);

      await seen('simulation drift: ', 'given up', 'reserved');
      await ui.picture('run-details');
      const [first = ''] = drifted;
      await ui.openDetails(first, 'attempt', 'refused: ');
      await ui.picture('dialog-details');
      await ui.openWorkflow(first);
      await ui.page.getByText('simulation drift').first().waitFor();
      await ui.page.getByText('check attempt 4').first().waitFor();
      await ui.page.getByRole('heading', { name: 'Timeline' }).scrollIntoViewIfNeeded();
      await ui.picture('dialog-history');
    });

    it('makes dialogs that were given up anew, and refuses those that were not', async () => {
      const [unit = 0] = (await listed('drift of one run')).map((id) => Number(id.slice(-6)));
      const dialogId = `d${String(unit).padStart(6, '0')}`;
      const before = (await progress()).targets;
      expect(await ui.send('update', DIALOGS, 'retry', { dialogs: [dialogId] })).toContain(`${dialogId}-r1`);
      await ui.send('signal', DIALOGS, 'retry', { failed: true });
      await until('the signal', async () => (await progress()).targets >= before + 2);
      await refused('retry', { dialogs: ['nobody'] }, 'give {"failed": true} or {"dialogs": ["d000012"]}');
    });

    it('ends when it is cancelled, and asks nobody any more', async () => {
      await ui.send('signal', RUN, 'resume');
      await repliesGoOn();
      await ui.cancel(RUN);
      await expect(client.workflow.getHandle(RUN).result()).rejects.toThrow('Workflow execution cancelled');
      await until('its dialogs', async () => (await coordinator().describe()).status.name === 'CANCELLED');
      await until(
        'no dialog in flight',
        async () => (await ui.list(`ConvRecRun="${RUN}" AND ExecutionStatus="Running"`)).length === 0,
      );
      const asked = server.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(server.requests.length).toBe(asked);
    });
  },
);
