import { readFile } from 'node:fs/promises';

import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { connectClient } from '../../cli/services.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { openWorkplace, readJsonFile, startUp, until, type Workplace } from './command-line.ts';
import { browserPath, openTemporalUi } from './temporal-ui-page.ts';

const key = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const FIRST = { CONVRECSTUDIO_CODEC_KEYS: key('first', 1) };
const ROTATED = { CONVRECSTUDIO_CODEC_KEYS: `${key('second', 2)},${key('first', 1)}` };
const INPUT = {
  source: { reviews: 'sample/reviews.jsonl', items: 'sample/items.jsonl' },
  domain: 'a-domain-to-look-for',
  target: { dialogs: 4 },
  aspects: { clusters: 12, steps: 40 },
  recommender: { enabled: false },
};

/** Inputs, pseudonyms, dialogs, summaries; long enough not to come up in noise. */
const PLAIN = [
  /a-domain-to-look-for/u,
  /reviews\.jsonl/u,
  /\bu-[0-9a-f]{8}/u,
  /\bd\d{6}\b/u,
  /attempt/u,
  /json\/plain/u,
];

describe('encrypted payloads', () => {
  let workplace: Workplace;
  let uiUrl = '';
  let address = '';
  let up: ReturnType<Workplace['start']> | null = null;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    workplace = await openWorkplace(60);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => workplace?.close());

  const startWith = async (keys: Record<string, string>): Promise<void> => {
    const started = await startUp(workplace, keys);
    up = started;
    ({ address, uiUrl } = started);
  };
  const stopUp = async (): Promise<void> => {
    up?.child.kill('SIGTERM');
    await up?.ended;
  };
  /** A client with these keys; null: one that knows nothing of codecs. */
  const clientWith = async (keys: Record<string, string> | null): Promise<Client> => {
    if (keys === null) {
      const connection = await Connection.connect({ address });
      closing.push(() => connection.close());
      return new Client({ connection });
    }
    const { client, stop } = await connectClient(readEnvironment(keys, workplace.folder), address);
    closing.push(stop);
    return client;
  };

  it('a worker without the key fails no run: it says so, and one with the key goes on', async () => {
    await startWith({});
    const client = await clientWith(FIRST);
    const start = { workflowId: 'sealed', taskQueue: 'convrecstudio', args: [INPUT] };
    await client.workflow.start('generateDatasetWorkflow', start);
    const raw = await clientWith(null);
    const handle = raw.workflow.getHandle('sealed');
    await until('a failed workflow task', async () =>
      JSON.stringify(await handle.fetchHistory()).includes('none is set'),
    );
    const history = JSON.stringify(await handle.fetchHistory());
    expect(history).toContain(
      'a payload is encrypted with key \\"first\\", and in CONVRECSTUDIO_CODEC_KEYS none is set',
    );
    expect((await handle.describe()).status.name).toBe('RUNNING');
    const status = await workplace.run(['status', 'sealed']);
    expect(status.code).not.toBe(0);
    await stopUp();

    await startWith(ROTATED);
    const able = await clientWith(ROTATED);
    expect(await able.workflow.getHandle('sealed').result()).toMatchObject({ status: 'completed', accepted: 4 });
    const summary = await readJsonFile(`${workplace.runFolder('sealed')}/summary.json`);
    expect(summary).toMatchObject({ status: 'completed', dialogs: { accepted: 4 } });
  });

  it('the server holds nothing to read but search attributes and ids of workflows', async () => {
    const raw = await clientWith(null);
    const known = new Set<string>();
    let payloads = 0;
    let readable = 0;
    const workflows: string[] = [];
    for await (const listed of raw.workflow.list({ query: 'ConvRecRun="sealed"' })) {
      const handle = raw.workflow.getHandle(listed.workflowId, listed.runId);
      const { events } = await handle.fetchHistory();
      workflows.push(listed.workflowId);
      for (const found of payloadsOf([events, (await handle.describe()).raw])) {
        payloads += 1;
        if (found.encoding === 'binary/encrypted') known.add(found.keyId);
        else readable += 1;
      }
      const texts = textsOf([events ?? [], listed.raw.memo]).join('\n');
      for (const plain of PLAIN) {
        expect(plain.exec(texts)?.[0], `${plain} in ${listed.workflowId}`).toBeUndefined();
      }
    }
    expect(workflows.length).toBeGreaterThan(5);
    expect(payloads).toBeGreaterThan(100);
    expect(readable).toBe(0);
    // What stood before the rotation, and what came after it.
    expect([...known].sort()).toEqual(['first', 'second']);
    // Search attributes stay plain, as the server has to search them.
    const found: string[] = [];
    const query = 'ConvRecRun="sealed" AND ConvRecDialog="d000000"';
    for await (const { workflowId } of raw.workflow.list({ query })) found.push(workflowId);
    expect(found[0]).toContain('sealed/dialogs/user-');
  });

  const skipped = browserPath === undefined ? ' (skipped: no chromium on the path)' : '';
  it.skipIf(browserPath === undefined)(`the UI reads and writes through the codec server${skipped}`, async () => {
    const ui = await openTemporalUi(uiUrl);
    closing.push(() => ui.close());
    await ui.openWorkflow('sealed');
    await ui.page.getByText('a-domain-to-look-for').first().waitFor();
    await ui.page.getByText('"accepted": 4').first().waitFor();
    // What is started in its form is encrypted before it leaves the browser's machine.
    await ui.start('from-the-form', JSON.stringify({ ...INPUT, domain: 'typed-into-the-form' }));
    const started = (await clientWith(ROTATED)).workflow.getHandle('from-the-form');
    // The form's first request is the codec server's: the start itself comes after it.
    const stands = () =>
      started.describe().then(
        () => true,
        () => false,
      );
    await until('the started run', stands);
    await started.result();
    const raw = await clientWith(null);
    const { events } = await raw.workflow.getHandle('from-the-form').fetchHistory();
    expect(textsOf(events?.[0]).join('\n')).not.toContain('typed-into-the-form');
    const config = await readFile(`${workplace.runFolder('from-the-form')}/config.json`, 'utf8');
    expect(config).toContain('typed-into-the-form');
  });

  it('run ends and status tells what is tried again, both from heartbeats and failures that only the key opens', async () => {
    await stopUp();
    const settings = { target: { dialogs: 2 }, recommender: { enabled: false } };
    const done = await workplace.run(['run', await workplace.configure('by-hand', settings)], ROTATED);
    expect(done.code, done.stderr).toBe(0);

    const away = { ...ROTATED, OPENAI_API_KEY: 'sk-none', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
    const config = await workplace.configure('away', { ...settings, llm: { provider: 'openai' } });
    const run = workplace.start(['run', config], away);
    const isTold = async (): Promise<boolean> =>
      (await workplace.run(['status', 'away'], away)).stdout.includes('waiting to try again: The call to "gpt-4o"');
    await until('what is tried again', isTold, 240_000);
    run.child.kill('SIGTERM');
    await run.ended;
  });
});

/** Every text but those of search attributes, payloads as they are. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (isSearch(name) ? [] : textsOf(inner)));
}

function payloadsOf(value: unknown): { encoding: string; keyId: string }[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const entries = Object.entries(value);
  const { metadata } = value as { metadata?: Record<string, Uint8Array> | null };
  const encoding = metadata?.['encoding'];
  if (encoding instanceof Uint8Array) {
    const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
    return [{ encoding: textOf(encoding), keyId: textOf(metadata?.['encryption-key-id']) }];
  }
  return entries.flatMap(([name, inner]) => (isSearch(name) ? [] : payloadsOf(inner)));
}

const isSearch = (name: string): boolean =>
  name === 'searchAttributes' || name === 'upsertWorkflowSearchAttributesEventAttributes';
