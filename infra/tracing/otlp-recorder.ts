import type { Span, SpanRecorder } from '../../core/tracing/span.ts';
import type { TraceSettings } from './trace-settings.ts';

const BATCH = 256;
const EVERY_MS = 2_000;
/** Some megabytes; beyond it the oldest go: tracing must not fill a worker whose collector is away. */
const MAX_WAITING = 20_000;
const TIMEOUT_MS = 10_000;
const TRIES = 3;

/**
 * Sends spans to a collector as OTLP over HTTP in JSON. Ours rather than the OpenTelemetry SDK's: spans come finished, from
 * workflows and activities of several processes under ids that follow from names, so that nothing of an SDK is needed but
 * this; and Temporal's interceptors would bring a tracer into the workflows' bundle.
 */
export function createOtlpRecorder(settings: TraceSettings): SpanRecorder & { close(): Promise<void> } {
  let waiting: Span[] = [];
  let sending: Promise<void> | null = null;
  let complained = false;
  const complain = (why: string): void => {
    if (!complained) process.stderr.write(`traces do not reach ${new URL(settings.url).origin}: ${why}\n`);
    complained = true;
  };
  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      const problem = await post(settings, batch);
      if (problem === null) complained = false;
      else complain(`${problem}; ${batch.length} spans are lost`);
    }
  };
  const flush = (): Promise<void> => (sending ??= sendAll().finally(() => (sending = null)));
  const timer = setInterval(() => void flush(), EVERY_MS);
  timer.unref();
  return {
    record(span) {
      waiting.push(span);
      if (waiting.length > MAX_WAITING) {
        waiting = waiting.slice(-MAX_WAITING);
        complain('the oldest of those that wait are dropped');
      }
    },
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}

/** Null: taken; else why not. */
async function post(settings: TraceSettings, spans: readonly Span[]): Promise<string | null> {
  const body = JSON.stringify(toOtlp(settings, spans));
  let problem = '';
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      const headers = { 'content-type': 'application/json', ...settings.headers };
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(settings.url, { method: 'POST', headers, body, signal });
      await answer.arrayBuffer();
      if (answer.ok) return null;
      problem = `status ${answer.status}`;
      if (answer.status !== 429 && answer.status < 500) return problem;
    } catch (error) {
      problem = error instanceof Error ? error.message : 'no answer';
    }
    if (attempt < TRIES) await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
  }
  return problem;
}

const KINDS = { internal: 1, client: 3 } as const;
const FAILED = 2;

function toOtlp({ resource }: TraceSettings, spans: readonly Span[]) {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [{ scope: { name: 'convrecstudio' }, spans: spans.map(toOtlpSpan) }],
      },
    ],
  };
}

const toOtlpSpan = (span: Span) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentId === null ? {} : { parentSpanId: span.parentId }),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: nanoseconds(span.startMs),
  endTimeUnixNano: nanoseconds(Math.max(span.startMs, span.endMs)),
  attributes: toAttributes(span.attributes),
  status: span.error === null ? {} : { code: FAILED, message: span.error },
});

/** As text: they do not fit a double. */
const nanoseconds = (ms: number): string => `${Math.round(ms)}000000`;

const toAttributes = (values: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: toValue(value) }));

function toValue(value: string | number | boolean) {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
