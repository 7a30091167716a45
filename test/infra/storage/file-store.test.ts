import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fileStoreError } from '../../../infra/storage/file-errors.ts';
import { createFileStore } from '../../../infra/storage/file-store.ts';
import { describeStoreContract } from './contract.ts';
import { fillDisk, mountSmallDisk } from './small-disk.ts';

let folder: string;
let stores = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convrecstudio-file-store-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const emptyRoot = (): string => join(folder, `store ${++stores}`);
const content = new TextEncoder().encode('x');

describeStoreContract('the file store', () => ({
  empty: () => Promise.resolve(createFileStore(pathToFileURL(emptyRoot()).href)),
  environment: {},
}));

describe('the file store', () => {
  it('takes a path or a URI for the same store', async () => {
    const root = emptyRoot();
    await createFileStore(root).put('a', content);
    expect(createFileStore(root).uri).toBe(pathToFileURL(root).href);
    expect(await createFileStore(pathToFileURL(root).href).exists('a')).toBe(true);
  });

  it('refuses a URI that is not local', () => {
    expect(() => createFileStore('file://elsewhere/runs')).toThrow(
      expect.objectContaining({ code: 'bad_configuration' }),
    );
  });

  it('does not follow links out of its root', async () => {
    const root = emptyRoot();
    const outside = join(folder, 'outside');
    await mkdir(outside, { recursive: true });
    await mkdir(root, { recursive: true });
    await writeFile(join(outside, 'secret'), 'secret');
    await symlink(outside, join(root, 'out'));
    await symlink(join(outside, 'secret'), join(root, 'link'));
    const store = createFileStore(root);
    const denied = expect.objectContaining({ code: 'store_denied' });
    await expect(store.get('out/secret')).rejects.toEqual(denied);
    await expect(store.put('out/new', content)).rejects.toEqual(denied);
    await expect(store.put('out/deep/new', content)).rejects.toEqual(denied);
    await expect(store.get('link')).rejects.toEqual(denied);
    await expect(store.localFile('link')).rejects.toMatchObject({ code: 'artefact_missing' });
    expect(await readdir(outside)).toEqual(['secret']);
    const keys: string[] = [];
    for await (const key of store.list('')) keys.push(key);
    expect(keys).toEqual([]);
  });

  it('works under a root that is itself a link', async () => {
    const root = emptyRoot();
    await mkdir(join(folder, 'real'), { recursive: true });
    await symlink(join(folder, 'real'), root);
    const store = createFileStore(root);
    await store.put('a/b', content);
    expect(await store.get('a/b')).toEqual(content);
  });

  it('hides what a killed writer left, and removes it an hour later', async () => {
    const root = emptyRoot();
    const store = createFileStore(root);
    await store.put('plans/a.json', content);
    const left = join(root, 'plans', '~5a0c');
    const young = join(root, 'plans', '~77aa');
    await writeFile(left, 'half');
    await writeFile(young, 'half');
    const longAgo = Date.now() / 1000 - 2 * 3600;
    await utimes(left, longAgo, longAgo);
    const keys: string[] = [];
    for await (const key of store.list('')) keys.push(key);
    expect(keys).toEqual(['plans/a.json']);
    expect(await readdir(join(root, 'plans'))).toEqual(['a.json', '~77aa']);
    await utimes(young, longAgo, longAgo);
    await createFileStore(root).put('plans/b.json', content);
    expect(await readdir(join(root, 'plans'))).toEqual(['a.json', 'b.json']);
  });

  it.runIf(process.platform === 'linux')('removes at once what a killed writer of this machine left', async () => {
    const root = emptyRoot();
    await createFileStore(root).put('plans/a.json', content);
    const program = fileURLToPath(new URL('write-half.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', program, join(root, 'plans', 'b.json')]);
    await once(child.stdout, 'data');
    const listed = async (): Promise<string[]> => {
      for await (const key of createFileStore(root).list('')) expect(key).toBe('plans/a.json');
      return readdir(join(root, 'plans'));
    };
    // A living writer's file stays; so does one that another machine may be writing.
    const foreign = '~0123456789ab-1-1.77aa';
    await writeFile(join(root, 'plans', foreign), 'half');
    expect(await listed()).toHaveLength(3);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await listed()).toEqual(['a.json', foreign]);
  });

  it('leaves no temporary file when the name is taken by a folder', async () => {
    const root = emptyRoot();
    const store = createFileStore(root);
    await store.put('a/b', content);
    await expect(store.put('a', content)).rejects.toMatchObject({ code: 'store_denied' });
    await expect(store.put('a/b/c', content)).rejects.toMatchObject({ code: 'store_denied' });
    expect(await readdir(root)).toEqual(['a']);
  });

  it('says which path is not writable, and what to do', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'x');
    await expect(createFileStore(file).put('runs/a', content)).rejects.toMatchObject({
      code: 'store_denied',
      retryable: false,
      message: expect.stringMatching(/a-file.*choose another store/) as unknown,
    });
  });

  // The administrator may write anywhere, so that the fault cannot be had.
  it.skipIf(process.getuid?.() === 0)('is denied in a folder without permission', async () => {
    const root = emptyRoot();
    await mkdir(root);
    await chmod(root, 0o500);
    await expect(createFileStore(root).put('a', content)).rejects.toMatchObject({ code: 'store_denied' });
  });

  it.runIf(process.platform === 'linux')('is unavailable, and retried, on a full disk', async () => {
    const failure: unknown = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(fileStoreError(failure, 'write', '/store/a')).toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      message: expect.stringContaining('/store/a: no space left') as unknown,
    });
  });

  it('loses nothing on a disk that is full, leaves nothing half-written, and goes on when there is room', async (context) => {
    const root = emptyRoot();
    await mkdir(root);
    const unmount = mountSmallDisk(root, 1);
    if (unmount === null) return context.skip('only an administrator may mount a small disk to fill');
    try {
      const store = createFileStore(root);
      await store.put('runs/a', content);
      await fillDisk(join(root, 'filler'));
      const full = {
        code: 'store_unavailable',
        retryable: true,
        message: expect.stringContaining('no space left') as unknown,
      };
      await expect(store.put('runs/a', new Uint8Array(4096))).rejects.toMatchObject(full);
      await expect(store.create('runs/b', content)).rejects.toMatchObject(full);
      expect(await store.get('runs/a')).toEqual(content);
      expect(await readdir(join(root, 'runs'))).toEqual(['a']);
      await rm(join(root, 'filler'));
      expect(await store.create('runs/b', content)).toBe(true);
    } finally {
      unmount();
    }
  });

  it('takes a missing local file for the mistake that it is', async () => {
    await expect(createFileStore(emptyRoot()).putFile('a', join(folder, 'none'))).rejects.toMatchObject({
      code: 'internal',
      retryable: false,
    });
  });
});
