import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';
import { createCachedEncoder } from '../../../infra/encoders/cached-encoder.ts';

const DIMENSION = 4;

/** A vector from the sentence's hash; remembers what it was asked. */
function hashEncoder(id = 'hash'): SentenceEncoder & { asked: string[] } {
  const asked: string[] = [];
  const encode = async (sentences: readonly string[]): Promise<Float32Array> => {
    asked.push(...sentences);
    return Float32Array.from(sentences.flatMap((sentence) => vectorOf(sentence)));
  };
  return { id, dimension: DIMENSION, encode, asked };
}
const vectorOf = (sentence: string): number[] =>
  [...createHash('sha256').update(sentence).digest().subarray(0, DIMENSION)].map((byte) => Math.fround(byte / 255));
const vectorsOf = (sentences: readonly string[]): Float32Array => Float32Array.from(sentences.flatMap(vectorOf));
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => `sentence ${from + n}`);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'convrec-vectors-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const shardFile = (ending: string): string => {
  const [folder] = readdirSync(directory);
  return join(directory, folder ?? '', `0.${ending}`);
};

describe('the cached encoder', () => {
  it('encodes each sentence once, also across openings, in the order given', async () => {
    const encoder = hashEncoder();
    const first = createCachedEncoder({ encoder, directory });
    const sentences = [...numbered(600), ...numbered(600).reverse()];
    expect(await first.encode(sentences)).toEqual(vectorsOf(sentences));
    expect(encoder.asked).toHaveLength(600);
    await first.close();
    const second = createCachedEncoder({ encoder, directory });
    expect(await second.encode(numbered(700))).toEqual(vectorsOf(numbered(700)));
    expect(encoder.asked.slice(600)).toEqual(numbered(100, 600));
    expect(second.counts()).toEqual({ cached: 600, encoded: 100 });
    await second.close();
  });

  it('sees what another writer adds while both are open, and calls at once do nothing twice', async () => {
    const [a, b] = [hashEncoder(), hashEncoder()];
    const [first, second] = [
      createCachedEncoder({ encoder: a, directory }),
      createCachedEncoder({ encoder: b, directory }),
    ];
    await first.encode(numbered(10));
    await second.encode(numbered(10, 5));
    await Promise.all([first.encode(numbered(20)), first.encode(numbered(20))]);
    expect(b.asked).toEqual(numbered(5, 10));
    expect(a.asked).toEqual([...numbered(10), ...numbered(5, 15)]);
    await first.close();
    await second.close();
  });

  it('asks for what is missing in order of length over the whole request, so that batches need no padding', async () => {
    const encoder = hashEncoder();
    const cached = createCachedEncoder({ encoder, directory });
    await cached.encode(['known']);
    const sentences = Array.from({ length: 1500 }, (_, n) => `${n} ${'word '.repeat((n * 7) % 40)}`);
    expect(await cached.encode([...sentences, 'known', 'known'])).toEqual(vectorsOf([...sentences, 'known', 'known']));
    const lengths = encoder.asked.slice(1).map((sentence) => sentence.length);
    expect(lengths).toEqual(sentences.map((sentence) => sentence.length).sort((a, b) => a - b));
    expect(cached.counts()).toEqual({ cached: 1, encoded: 1501 });
    await cached.close();
  });

  it('keeps encoders apart', async () => {
    const [a, b] = [hashEncoder('a'), hashEncoder('b')];
    await createCachedEncoder({ encoder: a, directory }).encode(['x']);
    await createCachedEncoder({ encoder: b, directory }).encode(['x']);
    expect(b.asked).toEqual(['x']);
  });

  it.each([
    ['a key cut short', () => truncateSync(shardFile('keys'), statSync(shardFile('keys')).size - 5)],
    ['a vector without its key', () => appendFileSync(shardFile('f32'), Buffer.alloc(DIMENSION * 4, 7))],
    ['a vector cut short', () => truncateSync(shardFile('f32'), statSync(shardFile('f32')).size - 3)],
    ['a flipped vector', () => writeFileSync(shardFile('f32'), Buffer.alloc(statSync(shardFile('f32')).size, 9))],
  ])('never gives a wrong vector after %s', async (_what, damage) => {
    const encoder = hashEncoder();
    const first = createCachedEncoder({ encoder, directory });
    await first.encode(numbered(10));
    await first.close();
    damage();
    const second = createCachedEncoder({ encoder, directory });
    expect(await second.encode(numbered(12))).toEqual(vectorsOf(numbered(12)));
    await second.close();
    const third = createCachedEncoder({
      encoder: { ...encoder, encode: () => Promise.reject(new Error('asked')) },
      directory,
    });
    expect(await third.encode(numbered(12))).toEqual(vectorsOf(numbered(12)));
    await third.close();
  });

  it('keeps what was written before kill -9, and goes on', async () => {
    const script = join(directory, 'writer.mts');
    writeFileSync(script, writerScript());
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], { stdio: 'inherit' });
    const vectors = join(directory, 'cache');
    const written = (): number =>
      existsSync(vectors)
        ? readdirSync(vectors, { recursive: true, encoding: 'utf8' })
            .filter((name) => name.endsWith('.keys'))
            .reduce((total, name) => total + statSync(join(vectors, name)).size, 0)
        : 0;
    while (written() < 256 * 36 * 3) await sleep(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const encoder = hashEncoder();
    const cached = createCachedEncoder({ encoder, directory: vectors });
    expect(await cached.encode(numbered(3000))).toEqual(vectorsOf(numbered(3000)));
    expect(cached.counts().cached).toBeGreaterThanOrEqual(256 * 3);
    await cached.close();
  });
});

/** Writes for ever, with the same vectors as `vectorOf`. */
function writerScript(): string {
  const module = new URL('../../../infra/encoders/cached-encoder.ts', import.meta.url).href;
  return `import { createHash } from 'node:crypto';
import { createCachedEncoder } from ${JSON.stringify(module)};
const encode = async (all) => Float32Array.from(all.flatMap((one) =>
  [...createHash('sha256').update(one).digest().subarray(0, ${DIMENSION})].map((byte) => Math.fround(byte / 255))));
const encoder = createCachedEncoder({ encoder: { id: 'hash', dimension: ${DIMENSION}, encode }, directory: ${JSON.stringify(join(directory, 'cache'))} });
for (let n = 0; ; n += 256) await encoder.encode(Array.from({ length: 256 }, (_, at) => 'sentence ' + (n + at)));
`;
}
