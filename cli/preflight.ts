import { stat } from 'node:fs/promises';

import type { RunFolder } from '../activities/run-folder.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import { assertPriced } from '../infra/llm/create-model.ts';
import { priceTableOf, readModelProfiles, requireProfile } from '../infra/llm/model-profiles.ts';
import { openStore, probeStore } from '../infra/storage/open-store.ts';
import { toPath } from '../workers/allow-list.ts';
import type { Environment } from '../workers/environment.ts';

/** Whose workers make the run: this command's, those of "up" on this machine, or those of a cluster. */
export type MadeBy = 'own workers' | 'workers here' | 'workers elsewhere';

export const madeByOf = ({ temporal }: Environment, detach: boolean): MadeBy =>
  detach ? (temporal.address === null ? 'workers here' : 'workers elsewhere') : 'own workers';

/** What would surely fail later is said before anything starts or is written: sources, store, keys, as far as this machine knows. */
export async function preflight(
  environment: Environment,
  config: RunConfig,
  folder: RunFolder,
  madeBy: MadeBy,
): Promise<void> {
  // They look for themselves, at paths of their own.
  if (madeBy === 'workers elsewhere') return;
  const storeUri = folder.ref.store;
  // Once they are read, the run lives without its sources.
  if (!(await folder.store.exists(folder.keys.reviewFunnel).catch(() => false))) {
    await assertReadable('source.reviews', config.source.reviews);
    if (config.source.items !== null) await assertReadable('source.items', config.source.items);
  }
  if (config.llm.provider === 'openai' && madeBy === 'own workers') {
    const profiles = readModelProfiles(environment.variables);
    requireProfile(profiles, config.llm.profile);
    if (config.budget.maxCostUsd !== null) assertPriced(config, priceTableOf(profiles, config.llm.profile));
  }
  await probeStore(openStore(storeUri, environment.variables));
}

async function assertReadable(field: string, uri: string): Promise<void> {
  if (uri.startsWith('s3://')) return;
  const path = toPath(uri);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    throw new PipelineError(
      'source_missing',
      found.code === 'ENOENT'
        ? `${field}: ${path} does not exist; check the path (it is relative to where the command runs)`
        : `${field}: ${path} cannot be read (${found.code ?? found.message})`,
      { subject: path },
    );
  }
  if (!found.isFile()) {
    throw new PipelineError('source_missing', `${field}: ${path} is not a file; name one file of reviews`, {
      subject: path,
    });
  }
}
