import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import pLimit from 'p-limit';

import { EMPTY_STOCK } from '../core/dataset/stock.ts';
import type { ChatModel, ChatRequest } from '../core/llm/chat-model.ts';
import { createJournalledModel } from '../core/llm/journal.ts';
import { createOpenAiModel } from '../infra/llm/openai-model.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';
import { cacheFolder } from '../infra/setup/environment.ts';
import { createFileStore } from '../infra/storage/file-store.ts';
import { startTemporalServer } from '../infra/temporal/dev-server.ts';
import { prepareNamespace } from '../infra/temporal/namespace.ts';
import { workflowBundle } from '../workers/workflow-bundle.ts';
import { taskQueues, workflowIds } from '../workflows/contract.ts';
import { simulateDialogsWorkflow } from '../workflows/index.ts';
import { usageOf } from './process-usage.ts';

/**
 * `npx tsx bench/overhead.ts [MILLISECONDS ...] [--dialogs 200] [--try NAME]`: 200 dialogs of 12 sequential calls, 32 at a time, by
 * the real workflows on the embedded server, beside a plain p-limit loop with the same client, journal and endpoint. The
 * activities are the bench's own: one stint makes the 12 calls, planning and checking do nothing. Prints wall ratios and
 * CPU a call. `--try`: other settings of the workers (TRIES), for comparison.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dialogs: { type: 'string', default: '200' }, try: { type: 'string', default: 'product' } },
});
const [role, ...rest] = positionals;
const tried = role === 'worker' ? (rest[3] ?? '') : values.try;
const DIALOGS = Number(role === 'worker' ? rest[4] : values.dialogs);
const CALLS = 12;
const AT_ONCE = 32;
const QUEUE = 'bench';
const PROGRAM = fileURLToPath(import.meta.url);

type Tries = Readonly<Record<string, Partial<WorkerOptions>>>;
const polls = (maximum: number): Partial<WorkerOptions> => ({
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum },
  activityTaskPollerBehavior: { type: 'simple-maximum', maximum },
});
const TRIES: Tries = {
  product: {},
  'pollers-2': polls(2),
  'pollers-20': polls(20),
  'pollers-auto': {
    workflowTaskPollerBehavior: { type: 'autoscaling' },
    activityTaskPollerBehavior: { type: 'autoscaling' },
  },
  'cache-50': { maxCachedWorkflows: 50 },
  'slots-16': { maxConcurrentWorkflowTaskExecutions: 16 },
  'threads-2': { workflowThreadPoolSize: 2 },
};

const requestOf = (dialogId: string, turnIndex: number): ChatRequest => ({
  site: { dialogId, attempt: 1, nodeId: 'n1', turnIndex, role: 'user', call: 0 },
  model: 'gpt-4o',
  temperature: 0.8,
  seed: 1,
  maxOutputTokens: 100,
  messages: [{ role: 'user', content: `turn ${turnIndex} of ${dialogId}. ${'What was said before. '.repeat(60)}` }],
  schema: { name: 'reply', json: { type: 'object' } },
  context: null,
});

function openModel(baseUrl: string, directory: string): ChatModel {
  const inner = createOpenAiModel({ profile: 'bench', apiKey: 'none', baseUrl, timeoutMs: 30_000 });
  const key = (digest: string): string => `llm/${digest.slice(0, 2)}/${digest}.json`;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return createJournalledModel({ inner, store: createFileStore(directory), key, sleep });
}

async function speak(model: ChatModel, dialogId: string): Promise<void> {
  for (let turn = 0; turn < CALLS; turn++) await model.complete(requestOf(dialogId, turn));
}

const dialogIdOf = (ordinal: number): string => `d${String(ordinal).padStart(6, '0')}`;

/** The endpoint, in a process of its own. */
function serveEndpoint(latencyMs: number): void {
  const message = { role: 'assistant', content: '{"utterance": "Yes.", "acts": []}' };
  const usage = { prompt_tokens: 300, completion_tokens: 20 };
  const answer = JSON.stringify({ id: 'x', model: 'gpt-4o', choices: [{ finish_reason: 'stop', message }], usage });
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(answer), latencyMs);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
  });
}

async function serveQueues(address: string, baseUrl: string, directory: string, tried: string): Promise<void> {
  const options = TRIES[tried] ?? {};
  const model = openModel(baseUrl, directory);
  const spent = { tokens: 0, costMicroUsd: 0 };
  const activities = {
    takeStock: () => Promise.resolve(EMPTY_STOCK),
    listUsers: ({ from, count }: { from: number; count: number }) =>
      Promise.resolve(
        Array.from({ length: Math.min(count, DIALOGS - from) }, (_, index) => ({
          unit: from + index,
          userKey: `u-${from + index}`,
          dialogs: [{ dialogId: dialogIdOf(from + index), ordinal: from + index }],
        })),
      ),
    planDialog: () => Promise.resolve({ entry: { nodeId: 'n1', kind: 'open' }, outline: 'bench' }),
    async simulateSuperNodes({ dialogId }: { dialogId: string }) {
      await speak(model, dialogId);
      return { next: null, steps: 1, spent, needs: null };
    },
    checkFidelity: () => Promise.resolve({ accepted: true, violations: [] }),
    persistDialog: () => Promise.resolve(),
    selectDialogs: () => Promise.resolve({ selected: DIALOGS, duplicates: 0 }),
    reconcileUnits: () => Promise.resolve({ finished: [], lost: [] }),
  };
  const connection = await NativeConnection.connect({ address });
  const queues = taskQueues(QUEUE);
  const bundle = await workflowBundle(cacheFolder(process.env));
  const workers = await Promise.all([
    Worker.create({ connection, taskQueue: queues.workflows, workflowBundle: bundle, ...options }),
    Worker.create({
      connection,
      taskQueue: queues.dialogs,
      activities,
      maxConcurrentActivityTaskExecutions: 200,
      ...options,
    }),
    Worker.create({ connection, taskQueue: queues.profiling, activities }),
  ]);
  process.once('disconnect', () => process.exit(0));
  process.send?.('ready');
  await Promise.all(workers.map((worker) => worker.run()));
}

const heard = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', () => reject(new Error('a process of the bench ended')));
  });

async function loop(baseUrl: string, directory: string): Promise<number> {
  const model = openModel(baseUrl, directory);
  const limit = pLimit(AT_ONCE);
  const started = Date.now();
  await Promise.all(Array.from({ length: DIALOGS }, (_, ordinal) => limit(() => speak(model, dialogIdOf(ordinal)))));
  return (Date.now() - started) / 1000;
}

async function compare(latencyMs: number, scratch: string): Promise<void> {
  const endpoint = fork(PROGRAM, ['endpoint', String(latencyMs)], { execArgv: ['--import', 'tsx'] });
  const baseUrl = `http://127.0.0.1:${await heard<number>(endpoint)}/v1`;
  const { temporal } = await ensureParts(['temporal'], { env: process.env });
  const stateDir = join(scratch, `state-${latencyMs}`);
  const server = await startTemporalServer({ executable: temporal.executable, stateDir });
  const connection = await Connection.connect({ address: server.address });
  await prepareNamespace(connection, 'default');
  const store = join(scratch, `ours-${latencyMs}`);
  const worker = fork(PROGRAM, ['worker', server.address, baseUrl, store, tried, String(DIALOGS)], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    await heard(worker);
    const before = await Promise.all([server.pid, worker.pid ?? 0].map(usageOf));
    const ref = { run: 'bench', store: 'file:///nowhere' };
    const brief = {
      ref,
      domain: 'bench',
      wantedDialogs: DIALOGS,
      maxAttempts: 4,
      concurrency: AT_ONCE,
      recommender: false,
      budget: null,
      attemptEstimate: { tokens: 0, costMicroUsd: 0 },
    };
    const started = Date.now();
    await new Client({ connection }).workflow.execute(simulateDialogsWorkflow, {
      workflowId: workflowIds.simulation('bench'),
      taskQueue: QUEUE,
      args: [{ brief, users: DIALOGS, targets: DIALOGS, carried: null }],
    });
    const ours = (Date.now() - started) / 1000;
    const after = await Promise.all([server.pid, worker.pid ?? 0].map(usageOf));
    const plain = await loop(baseUrl, join(scratch, `plain-${latencyMs}`));
    const cpu = after.map((use, index) => ((use.cpu - (before[index]?.cpu ?? 0)) * 1000) / (DIALOGS * CALLS));
    const peaks = after.map(({ peakMb }) => peakMb.toFixed(0));
    process.stdout.write(
      `${tried}, ${latencyMs} ms a call: ours ${ours.toFixed(1)} s, loop ${plain.toFixed(1)} s, ratio ${(ours / plain).toFixed(2)}; ` +
        `CPU a call: server ${cpu[0]?.toFixed(1)} ms, worker ${cpu[1]?.toFixed(1)} ms; ` +
        `peak memory: server ${peaks[0]} MB, worker ${peaks[1]} MB; load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  } finally {
    worker.removeAllListeners('exit');
    worker.disconnect();
    endpoint.removeAllListeners('exit');
    endpoint.kill();
    await connection.close();
    await server.stop();
  }
}

if (role === 'endpoint') serveEndpoint(Number(rest[0]));
else if (role === 'worker') await serveQueues(rest[0] ?? '', rest[1] ?? '', rest[2] ?? '', tried);
else {
  const scratch = await mkdtemp(join(tmpdir(), 'convrecstudio-overhead-'));
  try {
    const latencies = positionals.map(Number);
    for (const latencyMs of latencies.length > 0 ? latencies : [200, 1_000]) await compare(latencyMs, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
