import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createRandom, deriveSeed } from '../../../core/random.ts';

/** The body of a chat completion request, as far as a caller needs it to make a reply. */
export interface ChatCompletionBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly seed?: number;
  readonly response_format?: { readonly type: string };
}

/** One way to misbehave. */
export type Fault =
  /** 429; `retryAfter` goes into the header as it is (seconds or an HTTP date). */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: string; readonly retryAfterMs?: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
    }
  /** The connection is cut before any answer. */
  | { readonly kind: 'drop' }
  /** The connection is cut in the middle of the body. */
  | { readonly kind: 'cut-body' }
  /** 200 with half of a JSON text. */
  | { readonly kind: 'truncated' }
  /** 200 with any JSON, or with a page. */
  | { readonly kind: 'body'; readonly body: unknown; readonly contentType?: string }
  /** Headers come, the rest of the body never does. */
  | { readonly kind: 'stall' }
  /** The right answer, late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The right frame with other words in it (an invalid reply). */
  | { readonly kind: 'reply'; readonly text: string; readonly finish?: string; readonly refusal?: string };

/** Chances that a request meets a fault, by the fault's kind; they add up to at most 1. */
export interface FaultRates {
  readonly rateLimit?: number;
  readonly status500?: number;
  readonly drop?: number;
  readonly cutBody?: number;
  readonly truncated?: number;
  readonly invalidReply?: number;
}

export interface FaultServerOptions {
  /** The words of a right reply; a delay of its own may stand in it. */
  readonly reply: (body: ChatCompletionBody) => string | Promise<string>;
  /** What the n-th request (from 0) meets; null or the end of the list: nothing. Comes before the rates. */
  readonly script?: readonly (Fault | null)[];
  readonly faultRates?: FaultRates;
  /** What a request meets at this moment; comes first of all. */
  readonly now?: () => Fault | null;
  /** Of the rates: which request meets what depends on its body and how often it came, not on the order of arrival. */
  readonly seed?: number;
  /** Any other key is answered 401, with the key in the message, as careless gateways do. */
  readonly apiKey?: string;
}

export interface ServedRequest {
  /** SHA-256 of the body: equal requests have equal ones. */
  readonly bodyHash: string;
  readonly body: ChatCompletionBody;
  /** Of whoever asked: workers may have one each. */
  readonly key: string;
  readonly fault: Fault['kind'] | null;
}

export interface FaultServer {
  /** For the client: ends in /v1. */
  readonly baseUrl: string;
  /** Every request that arrived, in order. */
  readonly requests: readonly ServedRequest[];
  /** By body hash, how often it was answered in full with the reply's own words: twice would be paid twice. */
  answeredCounts(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

function faultByChance(rates: FaultRates, seed: number, bodyHash: string, nth: number): Fault | null {
  const kinds: readonly (readonly [number, Fault])[] = [
    [rates.rateLimit ?? 0, { kind: 'rate-limit', retryAfterMs: 50 }],
    [rates.status500 ?? 0, { kind: 'status', status: 500, body: { error: { message: 'on purpose' } } }],
    [rates.drop ?? 0, { kind: 'drop' }],
    [rates.cutBody ?? 0, { kind: 'cut-body' }],
    [rates.truncated ?? 0, { kind: 'truncated' }],
    [rates.invalidReply ?? 0, { kind: 'reply', text: 'I would rather not say it in JSON.' }],
  ];
  let chance = createRandom(deriveSeed(seed, 'fault', bodyHash, nth)).next();
  for (const [rate, fault] of kinds) {
    if (chance < rate) return fault;
    chance -= rate;
  }
  return null;
}

/** A chat completion around the words; a token for each four characters, so that counts repeat. */
function completion(body: ChatCompletionBody, text: string, finish: string, refusal: string | null): string {
  const promptCharacters = body.messages.reduce((sum, message) => sum + message.content.length, 0);
  const usage = { prompt_tokens: Math.ceil(promptCharacters / 4), completion_tokens: Math.ceil(text.length / 4) };
  const message = { role: 'assistant', content: refusal === null ? text : null, refusal };
  const choices = [{ index: 0, message, finish_reason: finish }];
  return JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 0, model: body.model, choices, usage });
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Cuts the connection once half of the announced body is out. */
function sendHalf(response: ServerResponse, text: string, thenCut: boolean): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => {
    if (thenCut) response.destroy();
  });
}

/** Misbehaves; `right` is the whole right answer. */
function misbehave(
  response: ServerResponse,
  fault: Exclude<Fault, { kind: 'delay' }>,
  body: ChatCompletionBody,
  right: string,
): void {
  switch (fault.kind) {
    case 'rate-limit': {
      const headers: Record<string, string> = {};
      if (fault.retryAfter !== undefined) headers['retry-after'] = fault.retryAfter;
      if (fault.retryAfterMs !== undefined) headers['retry-after-ms'] = String(fault.retryAfterMs);
      send(
        response,
        429,
        JSON.stringify({ error: { message: 'slow down', type: 'requests', code: 'rate_limit_exceeded' } }),
        headers,
      );
      break;
    }
    case 'status':
      send(response, fault.status, JSON.stringify(fault.body), fault.headers);
      break;
    case 'drop':
      response.destroy();
      break;
    case 'cut-body':
      sendHalf(response, right, true);
      break;
    case 'stall':
      sendHalf(response, right, false);
      break;
    case 'truncated':
      send(response, 200, right.slice(0, right.length / 2));
      break;
    case 'body':
      send(response, 200, typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body), {
        'content-type': fault.contentType ?? 'application/json',
      });
      break;
    case 'reply':
      send(response, 200, completion(body, fault.text, fault.finish ?? 'stop', fault.refusal ?? null));
      break;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** An OpenAI-compatible endpoint on 127.0.0.1 that counts what it is asked and misbehaves as it is told. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const requests: ServedRequest[] = [];
  const arrivals = new Map<string, number>();
  const answered = new Map<string, number>();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(request);
    const body = JSON.parse(text) as ChatCompletionBody;
    const bodyHash = createHash('sha256').update(text).digest('hex');
    const nth = arrivals.get(bodyHash) ?? 0;
    arrivals.set(bodyHash, nth + 1);
    const fault =
      options.now?.() ??
      options.script?.[requests.length] ??
      faultByChance(options.faultRates ?? {}, options.seed ?? 1, bodyHash, nth);
    const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    requests.push({ bodyHash, body, key, fault: fault?.kind ?? null });
    if (options.apiKey !== undefined && key !== options.apiKey) {
      send(
        response,
        401,
        JSON.stringify({ error: { message: `Incorrect API key provided: ${key}.`, code: 'invalid_api_key' } }),
      );
      return;
    }
    const right = completion(body, await options.reply(body), 'stop', null);
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    if (fault !== null && fault.kind !== 'delay') {
      misbehave(response, fault, body, right);
      return;
    }
    response.on('finish', () => answered.set(bodyHash, (answered.get(bodyHash) ?? 0) + 1));
    send(response, 200, right);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A defect of the test, not a fault on purpose: told apart by its status.
      if (!response.headersSent) send(response, 418, JSON.stringify({ error: { message: String(error) } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    answeredCounts: () => answered,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
