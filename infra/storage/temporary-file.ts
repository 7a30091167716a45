import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { systemCode } from './file-errors.ts';
import { isGone, ownMark } from './writer-mark.ts';

/** "~" stands in no artefact key, so an unfinished file can never be taken for an artefact. */
const MARK = '~';

/**
 * A temporary file untouched for this long belongs to a writer that was killed, wherever that was: a store may be shared
 * between machines and containers. A living writer touches its file all the time. One of this machine is known sooner.
 */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

export function isTemporary(fileName: string): boolean {
  return fileName.startsWith(MARK);
}

/** Where `link` and `rename` can reach `path`: the same folder, hence the same file system. */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `${MARK}${ownMark() ?? ''}.${randomUUID()}`);
}

/** Opens a new file for writing, making its folders where they are missing. */
export async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'wx');
  }
}

/** Flushes a folder, so that a rename in it survives a power cut. Not every platform can: then there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'ENOENT'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    await handle?.close();
  }
}

/** Removes what killed writers left in one folder. Never fails: another process may be sweeping too. */
export async function sweepAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isTemporary)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => null);
    const isOld = stats !== null && Date.now() - stats.mtimeMs > ABANDONED_AFTER_MS;
    if (isOld || isGone(name.slice(MARK.length).split('.')[0] ?? '')) await rm(path, { force: true }).catch(() => {});
  }
}
