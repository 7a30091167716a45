import { randomUUID } from 'node:crypto';

import { PipelineError } from '../../core/errors.ts';
import type { ArtefactStore } from '../../core/storage/artefact-store.ts';
import { createFileStore } from './file-store.ts';
import type { Environment } from './s3-client.ts';
import { createS3Store } from './s3-store.ts';

/** The store behind a URI: `s3://bucket/prefix`, `file:///folder`, or a plain path. Throws `bad_configuration`. */
export function openStore(uri: string, environment: Environment): ArtefactStore {
  if (uri.startsWith('s3://')) return createS3Store({ uri, environment });
  if (uri.startsWith('file://') || (uri !== '' && !uri.includes('://'))) return createFileStore(uri);
  throw new PipelineError(
    'bad_configuration',
    `The store ${JSON.stringify(uri)} is none that we know: write s3://bucket/prefix, file:///folder, or a path.`,
    { subject: 'store' },
  );
}

/**
 * Writes, reads and removes one small artefact: throws what is wrong with the store before a run begins, among it a
 * service that takes a second conditional create (our journal would then lose what was paid for).
 */
export async function probeStore(store: ArtefactStore): Promise<void> {
  const key = `.probe/${randomUUID()}`;
  const bytes = new TextEncoder().encode('probe');
  try {
    await store.create(key, bytes);
    const createdTwice = await store.create(key, bytes);
    if (createdTwice) {
      throw new PipelineError(
        'store_denied',
        `The store ${store.uri} ignores conditional writes (If-None-Match), which we rest on: use another service.`,
        { subject: store.uri },
      );
    }
  } finally {
    await store.delete(key).catch(() => {});
  }
}
