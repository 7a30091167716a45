import { randomUUID } from 'node:crypto';
import { lstat, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { packageFolder } from './build-part.ts';
import type { InstalledPart } from './installed-part.ts';
import type { Build } from './part-recipe.ts';

/** Lets this checkout's npm package find the binding in the cache. Call it again after node_modules was reinstalled. */
export async function linkTensorFlow(build: Build, part: Pick<InstalledPart, 'directory'>): Promise<void> {
  if (build.kind === 'tensorflow-binding') await linkBinding(packageFolder(build.packageName), part.directory);
}

/**
 * `lib` and `deps` of the package become links into the part: nothing is copied. Idempotent, and safe beside another
 * process that does the same. A real folder with a binding in it (somebody's own build) is left alone.
 */
export async function linkBinding(packageDirectory: string, partDirectory: string): Promise<void> {
  const ownBinding = join(packageDirectory, 'lib/napi-v8/tfjs_binding.node');
  const lib = await lstat(join(packageDirectory, 'lib')).catch(() => null);
  if (lib?.isDirectory() === true && (await stat(ownBinding).catch(() => null)) !== null) return;
  // deps first: whoever sees lib must find the libraries that it needs.
  for (const name of ['deps', 'lib']) await link(join(packageDirectory, name), join(partDirectory, name));
}

async function link(path: string, target: string): Promise<void> {
  if ((await readlink(path).catch(() => null)) === target) return;
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() === true) await rm(path, { recursive: true, force: true });
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, path);
}
