import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { createCachedEncoder } from '../infra/encoders/cached-encoder.ts';
import { createMiniLmEncoder } from '../infra/encoders/minilm-encoder.ts';
import { ensureParts } from '../infra/setup/ensure-parts.ts';
import type { EnsureOptions } from '../infra/setup/ensure-parts.ts';
import { cacheFolder } from '../infra/setup/environment.ts';

/** MiniLM on all cores, behind this machine's cache of embeddings. */
export async function openEncoder(
  env: NodeJS.ProcessEnv,
  onProgress?: EnsureOptions['onProgress'],
): Promise<SentenceEncoder> {
  const { encoder } = await ensureParts(['encoder'], { env, ...(onProgress === undefined ? {} : { onProgress }) });
  const model = await createMiniLmEncoder({ directory: encoder.directory, threads: availableParallelism() });
  return createCachedEncoder({ encoder: model, directory: join(cacheFolder(env), 'embeddings') });
}
