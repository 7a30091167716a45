import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

import { PipelineError } from '../../core/errors.ts';
import { assertArtefactKey } from '../../core/storage/artefact-key.ts';
import { absentAsNull, fileStoreError } from './file-errors.ts';

/** The real path of the deepest folder on the way to `folder` that exists, at or below `root`; null where none does. */
async function deepestExisting(folder: string, root: string): Promise<string | null> {
  for (let current = folder; current.length >= root.length; current = dirname(current)) {
    const real = await realpath(current).catch(absentAsNull);
    if (real !== null) return real;
    if (current === dirname(current)) return null;
  }
  return null;
}

/** Where stores were last seen to lie: looked up anew before anything is refused, since a root may itself be a link. */
const realRoots = new Map<string, string>();

const isInside = (folder: string, root: string | undefined): boolean =>
  root !== undefined && (folder === root || folder.startsWith(root === sep ? sep : root + sep));

/**
 * Where the artefact of a key lies under `root` (absolute). Throws `artefact_invalid` for a key that is none, and
 * `store_denied` where a symbolic link among its folders leads out of the store.
 */
export async function containedPath(root: string, key: string): Promise<string> {
  assertArtefactKey(key);
  const path = join(root, ...key.split('/'));
  try {
    const folder = await deepestExisting(dirname(path), root);
    if (folder === null || isInside(folder, realRoots.get(root))) return path;
    const realRoot = await realpath(root);
    realRoots.set(root, realRoot);
    if (isInside(folder, realRoot)) return path;
  } catch (error) {
    throw fileStoreError(error, 'reach', path);
  }
  throw new PipelineError(
    'store_denied',
    `${dirname(path)} leads out of the store ${root} by a symbolic link: remove it.`,
    {
      subject: path,
    },
  );
}
