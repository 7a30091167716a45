import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/**
 * The workflows' bundle, built once for each version of their sources (webpack takes seconds, a worker's start should
 * not) and kept in the cache. Built apart and moved into place, so that two processes may do it at once.
 */
export async function workflowBundle(
  cacheDirectory: string,
  failureConverterPath?: string,
): Promise<WorkflowBundleWithSourceMap> {
  const variant = failureConverterPath === undefined ? '' : '-encoded-failures';
  const path = join(cacheDirectory, 'workflow-bundles', `${await workflowsDigest()}${variant}.js`);
  const standing = await readFile(path, 'utf8').catch(() => null);
  if (standing !== null) return { code: standing, sourceMap: '' };
  const bundle = await bundleWorkflowCode({
    workflowsPath: join(project, 'workflows', 'index.ts'),
    ...(failureConverterPath === undefined ? {} : { failureConverterPath }),
    logger: { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, bundle.code);
  await rename(part, path);
  return bundle;
}

const ignore = (): void => {};

/** All that the bundle is made of: our own sources that workflows may import, and the SDK's version. */
export async function workflowsDigest(): Promise<string> {
  const digest = createHash('sha256');
  const sdk: unknown = require('@temporalio/workflow/package.json');
  digest.update(JSON.stringify(sdk));
  for (const folder of ['workflows', 'core']) {
    const names = (await readdir(join(project, folder), { recursive: true })).filter((name) => name.endsWith('.ts'));
    for (const name of names.sort()) digest.update(name).update(await readFile(join(project, folder, name)));
  }
  return digest.digest('hex').slice(0, 32);
}
