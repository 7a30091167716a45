import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';

import { PipelineError } from '../../core/errors.ts';

export interface CodecServer {
  readonly url: string;
  readonly port: number;
  /** Pages of this origin may use it from now on (the UI's port is known only after ours). */
  allowOrigin(origin: string): void;
  stop(): Promise<void>;
}

/** A payload is 2 MiB at most (the server's limit); a page asks for those of one event at a time. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_PAYLOADS = 1_000;

const Base64 = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
/** Payloads as proto3 JSON: all bytes in base64, the metadata's values too. */
const BodySchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), Base64).nullish(), data: Base64.nullish() }))
    .max(MAX_PAYLOADS)
    .default([]),
});

interface CodecServerOptions {
  readonly codec: PayloadCodec;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly origins: readonly string[];
  /** Null: only pages of the allowed origins are answered. */
  readonly token: string | null;
}

/**
 * Temporal's remote codec protocol (POST /encode and /decode, also below /NAMESPACE) for the UI and the temporal command
 * line. It opens whatever it is sent, so it answers nobody but pages of the allowed origins, as the browser tells them, and
 * whoever knows the token.
 */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const { codec, host, port, token } = options;
  const origins = new Set(options.origins);
  const server = createServer((request, response) => {
    answer(request, response, { codec, origins, token }).catch(() => response.destroy());
  });
  server.requestTimeout = 30_000;
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    const message = `the codec server cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : 'why is not known'}`;
    throw new PipelineError('bad_configuration', message, { subject: `${host}:${port}` }, cause);
  });
  const bound = server.address();
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    url: `http://${host}:${actual}`,
    port: actual,
    allowOrigin: (origin) => void origins.add(origin),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Access {
  readonly codec: PayloadCodec;
  readonly origins: ReadonlySet<string>;
  readonly token: string | null;
}

async function answer(request: IncomingMessage, response: ServerResponse, access: Access): Promise<void> {
  const end = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const refuse = (status: number, message: string): void => end(status, { message });
  const { origin } = request.headers;
  if (origin !== undefined && access.origins.has(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('vary', 'Origin');
  } else if (!bearsToken(request, access.token)) {
    return refuse(403, 'neither a page of the Temporal UI nor the token of CONVRECSTUDIO_CODEC_TOKEN');
  }
  if (request.method === 'OPTIONS') {
    response.setHeader('access-control-allow-methods', 'POST');
    response.setHeader('access-control-allow-headers', 'content-type, x-namespace, authorization, caller-type');
    response.setHeader('access-control-max-age', '600');
    response.writeHead(204).end();
    return;
  }
  const action = /^(?:\/[^/]+)?\/(encode|decode)$/u.exec((request.url ?? '').replace(/\?.*$/u, ''))?.[1];
  if (action === undefined) return refuse(404, 'POST /encode or /decode');
  if (request.method !== 'POST') return refuse(405, 'POST /encode or /decode');
  const body = await readBody(request);
  if (body === null) {
    response.setHeader('connection', 'close');
    return refuse(413, `more than ${MAX_BODY_BYTES} bytes`);
  }
  const parsed = BodySchema.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'not {"payloads": [...]} as proto3 JSON');
  const payloads = parsed.data.payloads.map(({ metadata, data }): Payload => ({
    metadata: metadata ?? {},
    data: data ?? null,
  }));
  try {
    const coded = await (action === 'encode' ? access.codec.encode(payloads) : access.codec.decode(payloads));
    end(200, { payloads: coded.map(toJson) });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    refuse(400, error.message);
  }
}

function bearsToken({ headers }: IncomingMessage, token: string | null): boolean {
  if (token === null) return false;
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Null: too long; the rest is not read. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const toJson = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  ...(data === null || data === undefined ? {} : { data: base64(data) }),
});
