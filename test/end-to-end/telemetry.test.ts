import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connectClient } from '../../cli/services.ts';
import { freePort } from '../../infra/temporal/free-port.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { startFaultServer } from '../infra/llm/fault-server.ts';
import type { FaultServer } from '../infra/llm/fault-server.ts';
import { answerPrompt } from '../infra/llm/prompt-agent.ts';
import { openWorkplace, readJsonFile, startUp, type Ended, type Workplace } from './command-line.ts';

const KEY = 'sk-test-of-telemetry-0123456789';
const RUN = 'watched';
/** A whole run with every check, on whatever machine. */
const HOOK_TIMEOUT_MS = 900_000;

interface Received {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** A collector of OTLP over HTTP in JSON, on loopback. */
async function startCollector() {
  const spans: Received[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      bodies.push(body);
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: Received[] }[] }[];
      };
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, spans, bodies, stop: () => server.close() };
}

describe('what a run tells its watchers', () => {
  let workplace: Workplace;
  let server: FaultServer;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let metrics = '';
  let summary: Summary;
  let workflowRunId = '';
  let detached: Ended;
  let again: Ended;
  beforeAll(async () => {
    workplace = await openWorkplace(60);
    server = await startFaultServer({
      reply: async (body) => {
        // Slow enough that the run still goes on when it is started once more.
        await new Promise((resolve) => setTimeout(resolve, 150));
        return answerPrompt(body);
      },
      apiKey: KEY,
      // Now and then twice in a row: a violation.
      faultRates: { invalidReply: 0.2 },
      seed: 1,
    });
    collector = await startCollector();
    const port = await freePort(19_464);
    const up = await startUp(workplace, {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: server.baseUrl,
      CONVRECSTUDIO_METRICS: `127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    });
    const { client, stop } = await connectClient(readEnvironment({}, workplace.folder), up.address);
    const config = await workplace.configure(RUN, {
      target: { dialogs: 3 },
      simulation: { concurrency: 3, entailment: false },
      llm: { provider: 'openai' },
    });
    // The workers of "up" have the key, this command has none.
    detached = await workplace.run(['run', config, '--detach']);
    again = await workplace.run(['run', config, '--dialogs', '9', '--detach']);
    const handle = client.workflow.getHandle(RUN);
    workflowRunId = (await handle.describe()).runId;
    await handle.result();
    // Each process serves its own; the compute process is the next port.
    for (const place of [port, port + 1]) metrics += await (await fetch(`http://127.0.0.1:${place}/metrics`)).text();
    summary = (await readJsonFile(join(workplace.runFolder(RUN), 'summary.json'))) as Summary;
    await stop();
    up.child.kill('SIGTERM');
    await up.ended;
  }, HOOK_TIMEOUT_MS);
  afterAll(async () => {
    await workplace?.close();
    await server?.stop();
    collector?.stop();
  });

  const metric = (name: string, labels: Record<string, string>): number =>
    samplesOf(metrics)
      .filter((sample) => sample.name === name)
      .filter((sample) => Object.entries({ run: RUN, ...labels }).every(([key, value]) => sample.labels[key] === value))
      .reduce((sum, { value }) => sum + value, 0);

  it('was started by a command that went away, and not a second time', () => {
    expect(detached).toMatchObject({ code: 0, stderr: expect.stringContaining(`started ${RUN}`) as unknown });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(`run ${RUN} is under way already: nothing was started`);
  });

  it('the metrics equal the summary and the records', async () => {
    const { llm } = summary;
    expect(metric('convrecstudio_model_calls_total', {})).toBe(llm.calls);
    expect(llm.calls).toBeGreaterThan(40);
    expect(metric('convrecstudio_tokens_total', { kind: 'prompt' })).toBe(llm.promptTokens);
    expect(metric('convrecstudio_tokens_total', { kind: 'completion' })).toBe(llm.completionTokens);
    expect(metric('convrecstudio_cost_micro_usd_total', {}) / 1e6).toBeCloseTo(llm.costUsd, 9);
    expect(llm.costUsd).toBeGreaterThan(0);
    // Surplus dialogs are not in the summary's counts: its records are.
    const records = await readAll<{ status: string; attempts: number }>(workplace, 'dialogs');
    const settled = (status: string): number => records.filter((record) => record.status === status).length;
    expect(metric('convrecstudio_dialogs_total', { status: 'accepted' })).toBe(settled('accepted'));
    expect(metric('convrecstudio_dialogs_total', { status: 'rejected' })).toBe(settled('rejected'));
    expect(settled('accepted')).toBeGreaterThanOrEqual(summary.dialogs.accepted);
    const attempts = records.reduce((sum, record) => sum + record.attempts, 0);
    expect(metric('convrecstudio_attempts_total', {})).toBe(attempts);
    expect(metric('convrecstudio_attempts_total', { accepted: 'true' })).toBe(settled('accepted'));
    const violations = (await readAll<{ violations: unknown[] }>(workplace, 'attempts')).flatMap(
      (one) => one.violations,
    );
    expect(violations.length).toBeGreaterThan(0);
    expect(metric('convrecstudio_violations_total', {})).toBe(violations.length);
  });

  it("the dashboard and the rules ask for nothing that workers don't serve", async () => {
    const folder = new URL('../../infra/deploy/', import.meta.url);
    const dashboard = await readFile(new URL('grafana/dashboards/convrecstudio.json', folder), 'utf8');
    const rules = await readFile(new URL('prometheus/rules.yml', folder), 'utf8');
    const served = new Set(samplesOf(metrics).map(({ name }) => name));
    const named = (text: string): string[] => [
      ...new Set(text.match(/\b(?:convrecstudio|temporal)_[a-z_]+\b/gu) ?? []),
    ];
    const asked = [...named(dashboard), ...named(rules)];
    expect(asked.length).toBeGreaterThan(12);
    // Counted from the first failure on: the SDK serves them no sooner.
    const onFailure = ['temporal_activity_execution_failed_total', 'temporal_workflow_task_execution_failed_total'];
    expect(asked.filter((name) => !served.has(name) && !onFailure.includes(name))).toEqual([]);
  });

  it('the spans of a run are one trace, joined from model calls up to the run', () => {
    const { spans } = collector;
    const traces = new Set(spans.map(({ traceId }) => traceId));
    expect([...traces]).toEqual([workflowRunId.replaceAll('-', '')]);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !byId.has(parentSpanId));
    expect(orphans.map(({ name }) => name)).toEqual([]);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined).map(({ name }) => name)).toEqual([
      `run ${RUN}`,
    ]);
    const pathOf = (span: Received): string[] => {
      const parent = byId.get(span.parentSpanId ?? '');
      return [...(parent === undefined ? [] : pathOf(parent)), span.name.replace(/ \S+$/u, '')];
    };
    const asked = spans.filter(({ name }) => name.startsWith('chat '));
    expect(asked).toHaveLength(server.requests.length);
    for (const call of asked) {
      const parent = byId.get(call.parentSpanId ?? '');
      expect(BigInt(call.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent?.startTimeUnixNano ?? '0'));
      expect(BigInt(call.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(parent?.endTimeUnixNano ?? '0'));
    }
    // The naming of aspects asks too; the summary counts the dialogs' calls.
    const calls = asked.filter((call) => pathOf(call)[1] === 'simulation');
    expect(calls).toHaveLength(summary.llm.calls);
    expect(new Set(calls.map((call) => pathOf(call).join(' > ')))).toEqual(
      new Set(['run > simulation > dialog > attempt > simulateSuperNodes > chat']),
    );
    const naming = asked.filter((call) => !calls.includes(call));
    expect(new Set(naming.map((call) => pathOf(call).join(' > ')))).toEqual(
      new Set(['run > profiling > fitAspects > chat']),
    );
    const sum = (key: string): number =>
      calls.reduce(
        (total, call) => total + Number(call.attributes.find((one) => one.key === key)?.value['intValue']),
        0,
      );
    expect(sum('gen_ai.usage.input_tokens')).toBe(summary.llm.promptTokens);
    expect(sum('gen_ai.usage.output_tokens')).toBe(summary.llm.completionTokens);
    const stages = ['reviews', 'profiling', 'planning', 'simulation', 'dataset', 'report'];
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...stages, 'describeShard', 'checkFidelity']),
    );
  });

  it('tells no words and no keys', async () => {
    const told = collector.bodies.join('\n');
    expect(told).not.toContain(KEY);
    const texts = server.requests.flatMap(({ body }) => body.messages.map(({ content }) => content.slice(0, 60)));
    const turns = (await readAll<{ turns: { text: string }[] }>(workplace, 'dialogs')).flatMap((one) => one.turns);
    expect(turns.length).toBeGreaterThan(20);
    const words = [...texts, ...turns.map(({ text }) => text)];
    expect(words.filter((text) => told.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
  });
});

interface Summary {
  readonly dialogs: { readonly accepted: number };
  readonly llm: {
    readonly calls: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly costUsd: number;
  };
}

/** Every JSON file below a folder of the run. */
async function readAll<T>(workplace: Workplace, folder: string): Promise<T[]> {
  const root = join(workplace.runFolder(RUN), folder);
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => (await readJsonFile(join(root, name))) as T));
}

/** Samples of Prometheus' text format. */
function samplesOf(text: string): { name: string; labels: Record<string, string>; value: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, name, list, value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/u.exec(line) ?? [];
    if (name === undefined) return [];
    const labels = [...(list ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/gu)].map(([, key = '', held = '']) => [
      key,
      held,
    ]);
    return [{ name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) }];
  });
}
