import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';
import { probeStore } from '../../../infra/storage/open-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | null): string | null =>
  content === null ? null : new TextDecoder().decode(content);

async function keysOf(store: ArtefactStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

async function contentOf(store: ArtefactStore, key: string): Promise<Buffer> {
  const file = await store.localFile(key);
  try {
    return await readFile(file.path);
  } finally {
    await file.release();
  }
}

export interface StoreUnderTest {
  /** A store with nothing in it, of its own for each call. */
  readonly empty: () => Promise<ArtefactStore>;
  /** What a child process needs to reach it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What every `ArtefactStore` promises. */
export function describeStoreContract(name: string, underTest: () => StoreUnderTest): void {
  describe(`${name} keeps the store contract`, () => {
    let store: ArtefactStore;
    let scratch: string;

    beforeAll(async () => {
      store = await underTest().empty();
      scratch = await mkdtemp(join(tmpdir(), 'convrecstudio-store-'));
    });
    afterAll(async () => {
      await rm(scratch, { recursive: true, force: true });
    });

    it('returns what was put, whole and unchanged, and the latest of it', async () => {
      const binary = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256);
      await store.put('put/binary.f32', binary);
      expect(await store.get('put/binary.f32')).toEqual(binary);
      await store.put('put/binary.f32', bytes('shorter'));
      expect(text(await store.get('put/binary.f32'))).toBe('shorter');
      await store.put('put/empty', new Uint8Array());
      expect(await store.get('put/empty')).toEqual(new Uint8Array());
    });

    it('answers null for what is not there', async () => {
      expect(await store.get('nothing/here.json')).toBeNull();
      expect(await store.exists('nothing/here.json')).toBe(false);
      await store.put('folder/inside.json', bytes('{}'));
      expect(await store.get('folder')).toBeNull();
      expect(await store.exists('folder')).toBe(false);
      expect(await store.exists('folder/inside.json')).toBe(true);
    });

    it('creates once: a second create changes nothing and says so', async () => {
      expect(await store.create('create/one.json', bytes('first'))).toBe(true);
      expect(await store.create('create/one.json', bytes('second'))).toBe(false);
      expect(text(await store.get('create/one.json'))).toBe('first');
      await store.delete('create/one.json');
      expect(await store.create('create/one.json', bytes('third'))).toBe(true);
    });

    it('lets exactly one of 20 concurrent creators win, and all read its bytes', async () => {
      for (let round = 0; round < 5; round++) {
        const key = `race/${round}.json`;
        const contents = Array.from({ length: 20 }, (_, writer) => `writer ${writer}: ${'x'.repeat(writer * 50)}`);
        const won = await Promise.all(contents.map((content) => store.create(key, bytes(content))));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(text(await store.get(key))).toBe(contents[won.indexOf(true)]);
      }
    });

    it('lists by prefix in code-point order, and only artefacts', async () => {
      const keys = [
        'list/a-b',
        'list/a.b',
        'list/a/b',
        'list/a/B/c',
        'list/a0',
        'list/Z',
        'list/_',
        'list2/x',
        'list/a_b/c=d',
      ];
      for (const key of keys) await store.put(key, bytes('x'));
      const sorted = keys.filter((key) => key.startsWith('list/')).sort((a, b) => (a < b ? -1 : 1));
      expect(await keysOf(store, 'list/')).toEqual(sorted);
      expect(await keysOf(store, 'list')).toEqual([...sorted, 'list2/x']);
      expect(await keysOf(store, 'list/a')).toEqual(sorted.filter((key) => key.startsWith('list/a')));
      expect(await keysOf(store, 'list/a/')).toEqual(['list/a/B/c', 'list/a/b']);
      expect(await keysOf(store, 'none/')).toEqual([]);
    });

    it('lists more than one page', async () => {
      const keys = Array.from({ length: 1_100 }, (_, index) => `pages/${String(index).padStart(5, '0')}.json`);
      for (let start = 0; start < keys.length; start += 50) {
        await Promise.all(keys.slice(start, start + 50).map((key) => store.put(key, bytes('{}'))));
      }
      expect(await keysOf(store, 'pages/')).toEqual(keys);
    });

    it('deletes, and takes the deletion of nothing for done', async () => {
      await store.put('delete/me', bytes('x'));
      await store.delete('delete/me');
      expect(await store.get('delete/me')).toBeNull();
      await store.delete('delete/me');
      expect(await keysOf(store, 'delete/')).toEqual([]);
    });

    it.each([
      '',
      '/etc/passwd',
      '../outside',
      'a/../../outside',
      'a//b',
      'a/./b',
      'a/',
      'a\\b',
      'a b',
      'ü',
      'a\0b',
      '~tmp',
      'x'.repeat(1000),
    ])('refuses %j as a key, everywhere', async (key) => {
      const invalid = expect.objectContaining({ code: 'artefact_invalid' });
      await expect(store.get(key)).rejects.toEqual(invalid);
      await expect(store.put(key, bytes('x'))).rejects.toEqual(invalid);
      await expect(store.create(key, bytes('x'))).rejects.toEqual(invalid);
      await expect(store.exists(key)).rejects.toEqual(invalid);
      await expect(store.delete(key)).rejects.toEqual(invalid);
      await expect(store.localFile(key)).rejects.toEqual(invalid);
    });

    it('moves files in and out, small and large, whole or absent', async () => {
      const small = join(scratch, 'small.txt');
      await writeFile(small, 'a small table');
      await store.putFile('files/small.txt', small);
      expect(text(await store.get('files/small.txt'))).toBe('a small table');

      // Three parts where a store uploads in parts, the last one short.
      const large = join(scratch, 'large.bin');
      const content = Buffer.alloc(13 * 1024 * 1024);
      for (let offset = 0; offset < content.length; offset += 4) content.writeUInt32LE(offset, offset);
      await writeFile(large, content);
      await store.putFile('files/large.bin', large);
      expect((await contentOf(store, 'files/large.bin')).equals(content)).toBe(true);
      await truncate(large, 10);
      await store.putFile('files/large.bin', large);
      expect(await contentOf(store, 'files/large.bin')).toEqual(content.subarray(0, 10));
    });

    it('lends local files whose release leaves the artefact as it was', async () => {
      await store.put('files/lent.txt', bytes('lent'));
      const [first, second] = [await store.localFile('files/lent.txt'), await store.localFile('files/lent.txt')];
      await first.release();
      expect(await readFile(second.path, 'utf8')).toBe('lent');
      await second.release();
      expect(text(await store.get('files/lent.txt'))).toBe('lent');
    });

    it('names the artefact that a file cannot be had from', async () => {
      await expect(store.localFile('files/none.bin')).rejects.toMatchObject({
        code: 'artefact_missing',
        message: expect.stringContaining('files/none.bin') as unknown,
      });
    });

    it('passes the probe and leaves nothing of it', async () => {
      await probeStore(store);
      expect(await keysOf(store, '.probe/')).toEqual([]);
    });

    it('holds a whole artefact or none after kill -9 in the middle of writes', async () => {
      const length = 3_000_000;
      for (let round = 0; round < 3; round++) {
        const writer = spawn(
          process.execPath,
          [
            '--import',
            'tsx',
            new URL('./write-until-killed.ts', import.meta.url).pathname,
            store.uri,
            'killed/one.bin',
            String(length),
          ],
          { env: { ...process.env, ...underTest().environment }, stdio: ['ignore', 'pipe', 'inherit'] },
        );
        await once(writer.stdout, 'data');
        await new Promise((resolve) => setTimeout(resolve, 7 + round * 11));
        writer.kill('SIGKILL');
        await once(writer, 'exit');
        const found = await store.get('killed/one.bin');
        expect(found).toHaveLength(length);
        expect(new Set(found).size).toBe(1);
        expect(await keysOf(store, 'killed/')).toEqual(['killed/one.bin']);
      }
    });
  });
}
