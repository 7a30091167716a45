import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { absentAsNull, fileStoreError } from './file-errors.ts';
import { isTemporary, sweepAbandoned } from './temporary-file.ts';

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }).catch(absentAsNull)) ?? [];
  } catch (error) {
    throw fileStoreError(error, 'list', folder);
  }
}

/**
 * Depth first through one folder at a time. "/" is appended to folders before sorting, so that keys come in the order in
 * which they compare as a whole: "a-b" < "a/b" < "a0".
 */
async function* walk(root: string, folderKey: string, prefix: string): AsyncIterable<string> {
  const folder = join(root, ...folderKey.split('/').filter((segment) => segment !== ''));
  const entries = await readFolder(folder);
  if (entries.some((entry) => isTemporary(entry.name))) await sweepAbandoned(folder);
  // Links are neither file nor folder here: they are not ours and may lead anywhere.
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isDirectory()) && !isTemporary(entry.name))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const name of names) {
    const key = `${folderKey}${name}`;
    if (!name.endsWith('/')) {
      if (key.startsWith(prefix)) yield key;
    } else if (key.startsWith(prefix) || prefix.startsWith(key)) {
      yield* walk(root, key, prefix);
    }
  }
}

/** Keys of the files under `root` that start with the prefix, in code-point order; unfinished writes are not among them. */
export function listKeys(root: string, prefix: string): AsyncIterable<string> {
  return walk(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
}
