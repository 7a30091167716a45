import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

import { PipelineError } from '../../core/errors.ts';
import type { CodecKey, CodecKeys } from './codec-keys.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'encoding';
const ENCRYPTED = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const CIPHER = 'aes-256-gcm';
/** Recommended for GCM; random, so a key is good for some 2^32 payloads: rotate well before. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts each payload whole, metadata with it, by AES-256-GCM: nonce, tag, ciphertext. The key's id stands beside it and
 * is authenticated. Without keys it encrypts nothing and says clearly what it cannot read; plain payloads pass either way,
 * so that encryption can be switched on while runs are under way. Throws `payload_unreadable`.
 */
export function createPayloadCodec(keys: CodecKeys | null): PayloadCodec {
  const byId = new Map((keys ?? []).map((key) => [key.id, key]));
  return {
    encode: (payloads) =>
      Promise.resolve(keys === null ? payloads : payloads.map((payload) => encrypt(payload, keys[0]))),
    // Not before it is awaited: what is thrown reaches whoever asked.
    decode: async (payloads) => payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, byId) : payload)),
  };
}

const isEncrypted = ({ metadata }: Payload): boolean => textOf(metadata?.[ENCODING]) === ENCRYPTED;

function encrypt(payload: Payload, { id, key }: CodecKey): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()]);
  return {
    metadata: { [ENCODING]: Buffer.from(ENCRYPTED), [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

function decrypt({ metadata, data }: Payload, keys: ReadonlyMap<string, CodecKey>): Payload {
  const id = textOf(metadata?.[KEY_ID]);
  const known = keys.get(id);
  if (known === undefined) {
    const have = keys.size === 0 ? 'none is set' : `there are ${[...keys.keys()].join(', ')}`;
    throw unreadable(`a payload is encrypted with key "${id}", and in CONVRECSTUDIO_CODEC_KEYS ${have}: add it`, id);
  }
  const sealed = data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv(CIPHER, known.key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(id))
      .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(opened);
  } catch (error) {
    throw unreadable(
      `a payload does not open with key "${id}": the key under this id is another one, or the payload was changed`,
      id,
      error,
    );
  }
}

const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

const unreadable = (message: string, subject: string, cause?: unknown): PipelineError =>
  new PipelineError('payload_unreadable', message, { subject }, cause);
