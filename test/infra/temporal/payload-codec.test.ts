import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseCodecKeys } from '../../../infra/temporal/codec-keys.ts';
import { createPayloadCodec } from '../../../infra/temporal/payload-codec.ts';

const keyText = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const codecOf = (...keys: string[]) => createPayloadCodec(parseCodecKeys(keys.join(',')));
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const OLD = keyText('2026-10', 1);
const NEW = keyText('2026-11', 2);

describe('the payload codec', () => {
  it('gives back what it was given, metadata too, and shows none of it meanwhile', async () => {
    const codec = codecOf(NEW);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const plain = payloadOf(value);
        const [sealed] = await codec.encode([plain]);
        const [opened] = await codec.decode([sealed ?? {}]);
        expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual(defaultPayloadConverter.fromPayload(plain));
        expect(Buffer.from(opened?.metadata?.['encoding'] ?? []).toString()).toBe('json/plain');
      }),
    );
    const [sealed] = await codec.encode([payloadOf({ user: 'AMEVO2LY6VEJA' })]);
    expect(JSON.stringify(Object.keys(sealed?.metadata ?? {}))).toBe('["encoding","encryption-key-id"]');
    expect(Buffer.from(sealed?.data ?? []).includes('AMEVO2LY6VEJA')).toBe(false);
  });

  it('writes the same payload differently each time', async () => {
    const [a, b] = await codecOf(NEW).encode([payloadOf('same'), payloadOf('same')]);
    expect(Buffer.from(a?.data ?? []).equals(Buffer.from(b?.data ?? []))).toBe(false);
  });

  it('writes with the newest key and reads with any', async () => {
    const before = await codecOf(OLD).encode([payloadOf(1)]);
    const rotated = codecOf(NEW, OLD);
    expect((await rotated.decode(before)).map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([1]);
    const [after] = await rotated.encode([payloadOf(2)]);
    expect(Buffer.from(after?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('2026-11');
    await expect(codecOf(OLD).decode([after ?? {}])).rejects.toThrow(
      'key "2026-11", and in CONVRECSTUDIO_CODEC_KEYS there are 2026-10',
    );
  });

  it('says what is missing or wrong, and never half a payload', async () => {
    const [sealed = {}] = await codecOf(NEW).encode([payloadOf({ secret: true })]);
    const unreadable = { code: 'payload_unreadable' };
    await expect(createPayloadCodec(null).decode([sealed])).rejects.toMatchObject({
      ...unreadable,
      message: expect.stringContaining('key "2026-11", and in CONVRECSTUDIO_CODEC_KEYS none is set'),
    });
    await expect(codecOf(keyText('2026-11', 9)).decode([sealed])).rejects.toMatchObject(unreadable);
    const data = Buffer.from(sealed.data ?? []);
    for (const place of [0, 12, 28, data.length - 1]) {
      const changed = Buffer.from(data);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(codecOf(NEW).decode([{ ...sealed, data: changed }]), `byte ${place}`).rejects.toMatchObject(
        unreadable,
      );
    }
    for (const length of [0, 5, 20, 27]) {
      await expect(codecOf(NEW).decode([{ ...sealed, data: data.subarray(0, length) }])).rejects.toMatchObject(
        unreadable,
      );
    }
    // Another key's id on it: authenticated with the ciphertext.
    const renamed = { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('other') } };
    await expect(codecOf(NEW, keyText('other', 2)).decode([renamed])).rejects.toMatchObject(unreadable);
  });

  it('lets plain payloads pass, so that it can be switched on under way', async () => {
    const plain = payloadOf({ before: 'encryption' });
    expect(await codecOf(NEW).decode([plain])).toEqual([plain]);
    expect(await createPayloadCodec(null).encode([plain])).toEqual([plain]);
  });

  it('refuses keys that are none, without repeating them', () => {
    const short = Buffer.alloc(16, 7).toString('base64');
    expect(() => parseCodecKeys(`${NEW},2:${short}`)).toThrow('entry 2 is not ID:KEY with 32 bytes');
    expect(() => parseCodecKeys(`${NEW},2:${short}`)).not.toThrow(short);
    expect(() => parseCodecKeys(`${NEW},${NEW}`)).toThrow('two keys have one id');
    expect(parseCodecKeys(' ')).toBeNull();
  });
});
