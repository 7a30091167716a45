import { PipelineError } from '../../core/errors.ts';

export interface CodecKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** The first encrypts, all decrypt: a new key is put in front, and the old ones stay until nothing is written by them. */
export type CodecKeys = readonly [CodecKey, ...CodecKey[]];

const ENTRY = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/u;

/**
 * `ID:BASE64[,ID:BASE64 ...]`, newest first, each key 32 bytes; null where there is none. Throws `bad_configuration`; the
 * message names entries by their place, never by their text.
 */
export function parseCodecKeys(text: string): CodecKeys | null {
  const entries = text.split(/[\s,]+/u).filter((entry) => entry !== '');
  const keys = entries.map((entry, index): CodecKey => {
    const [, id, base64] = ENTRY.exec(entry) ?? [];
    if (id === undefined || base64 === undefined) {
      throw refuse(`entry ${index + 1} is not ID:KEY with 32 bytes in base64 (openssl rand -base64 32)`);
    }
    return { id, key: Buffer.from(base64, 'base64') };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw refuse('two keys have one id');
  const [newest, ...older] = keys;
  return newest === undefined ? null : [newest, ...older];
}

const refuse = (why: string): PipelineError =>
  new PipelineError('bad_configuration', `CONVRECSTUDIO_CODEC_KEYS: ${why}`, { subject: 'CONVRECSTUDIO_CODEC_KEYS' });
