import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Connection, ScheduleOverlapPolicy, type ScheduleHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { datasetHashes, openWorkplace, readJsonFile, startUp, until, type Workplace } from './command-line.ts';
import { readmeExample } from './documents.ts';
import { browserPath, openTemporalUi, skipped, type TemporalUi } from './temporal-ui-page.ts';

const KEY = 'sk-test-that-must-stay-here-0123456789';

// Another party's page, drawn anew while it is used: a step may be tried once more.
describe.skipIf(browserPath === undefined)(`the Temporal UI${skipped}`, { retry: 1 }, () => {
  let workplace: Workplace;
  let ui: TemporalUi;
  let client: Client;
  let connection: Connection;
  let elsewhere: Server;
  let elsewhereUrl: string;
  let heard = 0;
  let outside: string;
  const source = { reviews: 'sample/reviews.jsonl', items: 'sample/items.jsonl' };

  beforeAll(async () => {
    workplace = await openWorkplace(60);
    outside = await mkdtemp(join(tmpdir(), 'convrecstudio-outside-'));
    elsewhere = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    elsewhere.on('connection', () => (heard += 1));
    await once(elsewhere, 'listening');
    const address = elsewhere.address();
    elsewhereUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1`;

    const { address: server, uiUrl } = await startUp(workplace, {
      OPENAI_API_KEY: KEY,
      CONVRECSTUDIO_IDENTITY: 'worker',
    });
    connection = await Connection.connect({ address: server });
    client = new Client({ connection });
    ui = await openTemporalUi(uiUrl);
  });
  afterAll(async () => {
    await ui?.close();
    await connection?.close();
    await workplace?.close();
    elsewhere?.close();
    await rm(outside, { recursive: true, force: true });
  });

  /** Started by the form, ended with this reason on its page, and nothing of it in the store. */
  const expectRefusal = async (run: string, input: unknown, ...words: readonly string[]): Promise<void> => {
    await ui.start(run, JSON.stringify(input, null, 2));
    await expect(client.workflow.getHandle(run).result()).rejects.toThrow('Workflow execution failed');
    await ui.openWorkflow(run);
    await ui.page
      .getByText(/^failed$/iu)
      .first()
      .waitFor();
    for (const word of words) await ui.page.getByText(word).first().waitFor();
    expect(existsSync(workplace.runFolder(run))).toBe(false);
  };

  it("starts a run from the README's own JSON in its form, to a dataset", async () => {
    const example = await readmeExample();
    // Nothing but where the sources lie is changed.
    const pasted = example.replace('reviews.jsonl.gz', source.reviews).replace('items.csv', source.items);
    const { target } = z.object({ target: z.object({ dialogs: z.number() }) }).parse(JSON.parse(example));
    await ui.start('pasted', pasted);
    await client.workflow.getHandle('pasted').result();
    await ui.openWorkflow('pasted');
    await ui.page
      .getByText(/^completed$/iu)
      .first()
      .waitFor();
    await ui.page.getByText(`"accepted": ${target.dialogs}`).first().waitFor();
    await ui.page.getByText('summary, audit and manifest').first().waitFor();
    const summary = await readJsonFile(join(workplace.runFolder('pasted'), 'summary.json'));
    expect(summary).toMatchObject({
      status: 'completed',
      dialogs: { requested: target.dialogs, accepted: target.dialogs },
    });
    expect(Object.keys(await datasetHashes(workplace.runFolder('pasted')))).not.toEqual([]);
  });

  it('starts a run of its own at each firing of a schedule, made in the UI or by a client', async () => {
    const few = { target: { dialogs: 2 }, aspects: { from: 'pasted' }, recommender: { enabled: false } };
    const input = { source, domain: 'musical instruments', ...few };
    await ui.schedule('weekly', '0 3 * * 1', JSON.stringify(input, null, 2));
    const weekly = client.schedule.getHandle('weekly');
    await weekly.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
    const nightly = await client.schedule.create({
      scheduleId: 'nightly',
      spec: { intervals: [{ every: '4s' }] },
      policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL },
      state: { remainingActions: 2 },
      action: {
        type: 'startWorkflow',
        workflowType: 'generateDatasetWorkflow',
        workflowId: 'nightly',
        taskQueue: 'convrecstudio',
        args: [input],
      },
    });
    const firedBy = async (handle: ScheduleHandle): Promise<string[]> =>
      (await handle.describe()).info.recentActions.map(({ action }) => action.workflow.workflowId);
    await until('two firings', async () => (await firedBy(nightly)).length === 2);
    // A firing's time has seconds: the second one of the same second would be the same run.
    await weekly.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
    await until('two runs', async () => new Set(await firedBy(weekly)).size === 2);
    const runs = [...(await firedBy(weekly)), ...(await firedBy(nightly))];
    expect(new Set(runs).size).toBe(4);
    for (const run of runs) {
      await client.workflow.getHandle(run).result();
      expect(Object.keys(await datasetHashes(workplace.runFolder(run.replaceAll(':', ''))))).not.toEqual([]);
    }
    await ui.openSchedule('weekly');
    await ui.page
      .getByText(runs[0] ?? '')
      .first()
      .waitFor();
    await ui.picture('schedule');
    await Promise.all([weekly.delete(), nightly.delete()]);
  });

  it('lists dialogs by what they came to', async () => {
    const accepted = await ui.list('ConvRecRun="pasted" AND ConvRecStatus="accepted"');
    expect(accepted.length).toBeGreaterThanOrEqual(4);
    expect(accepted.every((id) => id.startsWith('pasted/dialogs/user-'))).toBe(true);
  });

  it('names no user of the data, in no id, attribute, memo, summary or payload', async () => {
    const lines = (await readFile(workplace.sample.reviewsPath, 'utf8')).trim().split('\n');
    const users = new Set(lines.flatMap((line) => userOf(line) ?? []));
    expect(users.size).toBeGreaterThan(40);
    let workflows = 0;
    for await (const listed of client.workflow.list({ query: 'ConvRecRun="pasted"' })) {
      const handle = client.workflow.getHandle(listed.workflowId, listed.runId);
      const texts = textsOf([listed.raw, await handle.fetchHistory(), (await handle.describe()).raw]).join('\n');
      expect([...users].filter((user) => texts.includes(user))).toEqual([]);
      workflows += 1;
    }
    expect(workflows).toBeGreaterThan(5);
  });

  it('reads no path that the worker does not allow', async () => {
    const secret = join(outside, 'secret.jsonl');
    await writeFile(secret, '{"reviewerID": "somebody"}\n');
    // Older than the last change: the next reading would be noted.
    await utimes(secret, 1, 2);
    await expectRefusal(
      'outside',
      { source: { reviews: secret } },
      'is outside of what this worker may use',
      'CONVRECSTUDIO_ALLOW',
    );
    await expectRefusal(
      'around',
      { source: { reviews: `sample/../../${secret}` } },
      'is outside of what this worker may use',
    );
    expect((await stat(secret)).atimeMs).toBe(1_000);
  });

  it('sends no key and no request to where an input points', async () => {
    const llm = { provider: 'openai', baseUrl: elsewhereUrl, apiKey: KEY.slice(0, 7) };
    await expectRefusal('lured', { source, llm }, 'unknown field llm.baseUrl', 'unknown field llm.apiKey');
    await expectRefusal(
      'bucket',
      { source, store: 's3://somebody/else' },
      'is outside of what this worker may use',
      's3://somebody/else',
    );
    await expectRefusal('profile', { source, llm: { provider: 'openai', profile: 'theirs' } }, 'has no key');
    expect(heard).toBe(0);
  });
});

const RecordSchema = z.record(z.string(), z.unknown());

/** The reviewer of a line of the sample; broken lines have none. */
function userOf(line: string): string | null {
  try {
    const { reviewerID, user_id: userId } = RecordSchema.parse(JSON.parse(line));
    const user = reviewerID ?? userId;
    return typeof user === 'string' && user.length > 3 ? user : null;
  } catch {
    return null;
  }
}

/** Every text in a structure, payloads decoded. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}
