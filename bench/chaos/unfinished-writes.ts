import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';

import { isTemporary } from '../../infra/storage/temporary-file.ts';
import type { S3Server } from '../../test/infra/storage/s3-server.ts';

/** What a store hides: half-written files of a folder, uploads in parts that were begun and not ended. */
export async function unfinishedWrites(where: string | S3Server): Promise<string[]> {
  if (typeof where !== 'string') {
    const { Uploads = [] } = await where.client.send(new ListMultipartUploadsCommand({ Bucket: 'chaos' }));
    return Uploads.map(({ Key = '' }) => `unfinished upload ${Key}`);
  }
  const files = await readdir(where, { recursive: true, withFileTypes: true });
  return files.filter(({ name }) => isTemporary(name)).map((file) => join(file.parentPath, file.name));
}
