import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { HeadObjectCommand } from '@aws-sdk/client-s3';

import { PipelineError } from '../../core/errors.ts';
import { fileStoreError, systemCode } from './file-errors.ts';
import { localPathOf } from './file-store.ts';
import { createS3Client, parseS3Uri } from './s3-client.ts';
import type { Environment } from './s3-client.ts';
import { isMissingObject, s3StoreError } from './s3-errors.ts';
import { downloadFile } from './s3-transfer.ts';
import { ofLocalFile } from './s3-store.ts';

function missing(uri: string, cause?: unknown): PipelineError {
  return new PipelineError(
    'source_missing',
    `There is no ${uri}: check the path of the source.`,
    { subject: uri },
    cause,
  );
}

async function localSource(uri: string): Promise<string> {
  const path = localPathOf(uri);
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return path;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw missing(path, error);
    throw fileStoreError(error, 'read', path);
  }
  throw new PipelineError('source_format', `${path} is not a file: name one file of reviews or items.`, {
    subject: path,
  });
}

async function stagedFromS3(uri: string, directory: string, environment: Environment): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  const client = createS3Client(environment);
  try {
    const { ETag = '' } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    // The version is part of the name: a repeated step finds its file, a changed source is brought again. The key's own
    // name is data: of it only the ending matters, which tells the reader about gzip and format.
    const digest = createHash('sha256').update(`${uri}\n${ETag}`).digest('hex').slice(0, 16);
    const ending = /(\.[A-Za-z0-9]{1,10}){1,2}$/.exec(basename(key))?.[0] ?? '';
    const localPath = join(directory, `source-${digest}${ending}`);
    const isStaged = await stat(localPath).then(
      () => true,
      () => false,
    );
    if (!isStaged) await downloadFile(client, bucket, key, localPath).catch(ofLocalFile(localPath));
    return localPath;
  } catch (error) {
    if (isMissingObject(error)) throw missing(uri);
    throw s3StoreError(error, 'read', bucket, key);
  } finally {
    client.destroy();
  }
}

/**
 * Brings a source to a local file and returns its path: `s3://` objects are downloaded into `directory` (once for each
 * version of them), local paths and `file://` URIs stay where they are. Throws `source_missing`, `source_format`.
 */
export async function stageSource(uri: string, directory: string, environment: Environment): Promise<string> {
  if (uri.startsWith('s3://')) return await stagedFromS3(uri, directory, environment);
  if (uri.startsWith('file://') || !uri.includes('://')) return await localSource(uri);
  throw new PipelineError('bad_configuration', `The source ${uri} is neither a path, a file:// nor an s3:// URI.`, {
    subject: uri,
  });
}
