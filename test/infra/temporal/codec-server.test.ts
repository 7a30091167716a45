import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseCodecKeys } from '../../../infra/temporal/codec-keys.ts';
import { startCodecServer } from '../../../infra/temporal/codec-server.ts';
import type { CodecServer } from '../../../infra/temporal/codec-server.ts';
import { createPayloadCodec } from '../../../infra/temporal/payload-codec.ts';

const UI = 'http://127.0.0.1:8233';
const TOKEN = 'a-token-of-some-length';
const codec = createPayloadCodec(parseCodecKeys(`k1:${Buffer.alloc(32, 3).toString('base64')}`));

interface Coded {
  readonly payloads: readonly { readonly metadata: Record<string, string>; readonly data: string }[];
}
const plainText = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

describe('the codec server', () => {
  let server: CodecServer;
  beforeAll(async () => {
    server = await startCodecServer({ codec, host: '127.0.0.1', port: 0, origins: [UI], token: TOKEN });
  });
  afterAll(() => server.stop());

  const post = (path: string, body: string, headers: Record<string, string> = { origin: UI }) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const hello = JSON.stringify({
    payloads: [
      {
        metadata: { encoding: Buffer.from('json/plain').toString('base64') },
        data: Buffer.from('"hello"').toString('base64'),
      },
    ],
  });

  it('encodes and decodes as the UI and the command line ask it to', async () => {
    for (const prefix of ['', '/default']) {
      const encoded = await post(`${prefix}/encode`, hello);
      expect(encoded.status).toBe(200);
      expect(encoded.headers.get('access-control-allow-origin')).toBe(UI);
      const sealed = (await encoded.json()) as Coded;
      expect(plainText(sealed.payloads[0]?.metadata['encoding'])).toBe('binary/encrypted');
      expect(JSON.stringify(sealed)).not.toContain(Buffer.from('"hello"').toString('base64'));
      const decoded = (await (await post(`${prefix}/decode`, JSON.stringify(sealed))).json()) as Coded;
      expect(plainText(decoded.payloads[0]?.data)).toBe('"hello"');
    }
  });

  it('opens what the SDK encoded', async () => {
    const [sealed] = await codec.encode([defaultPayloadConverter.toPayload({ n: 1 })]);
    const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
    const metadata = Object.fromEntries(Object.entries(sealed?.metadata ?? {}).map(([k, v]) => [k, base64(v)]));
    const answer = await post('/decode', JSON.stringify({ payloads: [{ metadata, data: base64(sealed?.data) }] }));
    expect(plainText(((await answer.json()) as Coded).payloads[0]?.data)).toBe('{"n":1}');
  });

  it('answers the pages of one UI and bearers of the token, nobody else', async () => {
    for (const headers of [
      {},
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { authorization: 'Bearer wrong' },
    ]) {
      const refused = await post('/decode', hello, headers);
      expect(refused.status).toBe(403);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await post('/decode', hello, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    const asked = await fetch(`${server.url}/decode`, { method: 'OPTIONS', headers: { origin: UI } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-headers')).toContain('x-namespace');
    server.allowOrigin('http://localhost:8233');
    expect((await post('/decode', hello, { origin: 'http://localhost:8233' })).status).toBe(200);
  });

  it('bounds what it reads, and says what is wrong with it', async () => {
    expect((await post('/decode', 'x'.repeat(9 * 1024 * 1024)).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await post('/decode', '{')).status).toBe(400);
    expect(
      (await post('/decode', JSON.stringify({ payloads: Array.from({ length: 1_001 }, () => ({})) }))).status,
    ).toBe(400);
    expect((await post('/elsewhere', hello)).status).toBe(404);
    expect((await fetch(`${server.url}/decode`, { headers: { origin: UI } })).status).toBe(405);
    const foreign = { encoding: 'binary/encrypted', 'encryption-key-id': 'lost' };
    const metadata = Object.fromEntries(
      Object.entries(foreign).map(([k, v]) => [k, Buffer.from(v).toString('base64')]),
    );
    const unreadable = await post('/decode', JSON.stringify({ payloads: [{ metadata, data: 'AAAA' }] }));
    expect(unreadable.status).toBe(400);
    expect(((await unreadable.json()) as { message: string }).message).toContain('encrypted with key "lost"');
    expect((await post('/decode', hello)).status).toBe(200);
  });
});
