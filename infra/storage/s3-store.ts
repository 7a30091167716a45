import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';

import { PipelineError } from '../../core/errors.ts';
import { assertArtefactKey, assertArtefactPrefix } from '../../core/storage/artefact-key.ts';
import type { ArtefactStore, LocalFile } from '../../core/storage/artefact-store.ts';
import { fileStoreError, systemCode } from './file-errors.ts';
import { createS3Client, parseS3Uri } from './s3-client.ts';
import type { Environment } from './s3-client.ts';
import { isMissingObject, s3ErrorName, s3Status, s3StoreError } from './s3-errors.ts';
import { PART_BYTES, downloadFile, uploadFile } from './s3-transfer.ts';
import { openScratch } from '../scratch.ts';

/** How often a create is repeated when the service says that another one is under way (409). */
const CONFLICT_TRIES = 5;

/** Metadata that names the writer, so that a create whose answer was lost still knows its own object. */
const WRITER = 'writer';

/**
 * Artefacts as objects under a bucket and prefix. S3 writes are whole or absent; create rests on `If-None-Match: *`,
 * which some look-alike services ignore: `probeStore` finds out.
 */
class S3Store implements ArtefactStore {
  readonly uri: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  /** Ends in "/" or is empty. */
  readonly #prefix: string;
  readonly #partBytes: number;

  constructor(uri: string, client: S3Client, partBytes: number) {
    const { bucket, key } = parseS3Uri(uri);
    const prefix = key.replace(/\/+$/, '');
    if (prefix !== '') assertArtefactKey(prefix);
    this.#bucket = bucket;
    this.#prefix = prefix === '' ? '' : `${prefix}/`;
    this.#client = client;
    this.#partBytes = partBytes;
    this.uri = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  }

  async get(key: string): Promise<Uint8Array | null> {
    return await this.#attempt('read', key, async (object) => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand(object));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (isMissingObject(error)) return null;
        throw error;
      }
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#attempt('write', key, async (object) => {
      await this.#client.send(new PutObjectCommand({ ...object, Body: bytes }));
    });
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    const writer = randomUUID();
    return await this.#attempt('create', key, async (object) => {
      for (let tried = 1; ; tried++) {
        try {
          await this.#client.send(
            new PutObjectCommand({ ...object, Body: bytes, IfNoneMatch: '*', Metadata: { [WRITER]: writer } }),
          );
          return true;
        } catch (error) {
          // 412 may also answer the SDK's repetition of a request that did succeed: then the object is ours.
          if (s3Status(error) === 412) return (await this.#writerOf(object)) === writer;
          if (s3ErrorName(error) !== 'ConditionalRequestConflict' || tried === CONFLICT_TRIES) throw error;
        }
      }
    });
  }

  async exists(key: string): Promise<boolean> {
    return await this.#attempt('read', key, async (object) => {
      try {
        await this.#client.send(new HeadObjectCommand(object));
        return true;
      } catch (error) {
        if (isMissingObject(error)) return false;
        throw error;
      }
    });
  }

  async *list(prefix: string): AsyncIterable<string> {
    assertArtefactPrefix(prefix);
    // Not every S3 service lists in key order (folder by folder, some do): the order is ours to keep.
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#listPage(`${this.#prefix}${prefix}`, ContinuationToken);
      for (const { Key } of page.Contents ?? []) {
        if (Key !== undefined && !Key.endsWith('/')) keys.push(Key.slice(this.#prefix.length));
      }
      ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    // Keys are ASCII (assertArtefactKey), so code units sort as code points.
    yield* keys.sort();
  }

  async putFile(key: string, localPath: string): Promise<void> {
    await this.#attempt('write', key, async ({ Bucket, Key }) => {
      await uploadFile(this.#client, Bucket, Key, localPath, this.#partBytes).catch(ofLocalFile(localPath));
    });
  }

  async localFile(key: string): Promise<LocalFile> {
    const folder = await openScratch('artefact');
    const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
    const path = join(folder, basename(key));
    try {
      await this.#attempt('read', key, async ({ Bucket, Key }) => {
        try {
          await downloadFile(this.#client, Bucket, Key, path).catch(ofLocalFile(path));
        } catch (error) {
          if (!isMissingObject(error)) throw error;
          throw new PipelineError('artefact_missing', `There is no ${key} in ${this.uri}.`, { subject: key });
        }
      });
    } catch (error) {
      await release();
      throw error;
    }
    return { path, release };
  }

  async delete(key: string): Promise<void> {
    await this.#attempt('delete', key, async (object) => {
      await this.#client.send(new DeleteObjectCommand(object)).catch((error: unknown) => {
        if (!isMissingObject(error)) throw error;
      });
    });
  }

  async #writerOf(object: { Bucket: string; Key: string }): Promise<string | undefined> {
    try {
      const { Metadata } = await this.#client.send(new HeadObjectCommand(object));
      return Metadata?.[WRITER];
    } catch (error) {
      // Its writer has deleted it meanwhile: it was another's all the same.
      if (isMissingObject(error)) return undefined;
      throw error;
    }
  }

  async #listPage(Prefix: string, ContinuationToken: string | undefined) {
    try {
      const input = { Bucket: this.#bucket, Prefix, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) };
      return await this.#client.send(new ListObjectsV2Command(input));
    } catch (error) {
      throw s3StoreError(error, 'list', this.#bucket, Prefix);
    }
  }

  async #attempt<T>(
    action: string,
    key: string,
    work: (object: { Bucket: string; Key: string }) => Promise<T>,
  ): Promise<T> {
    assertArtefactKey(key);
    const Key = `${this.#prefix}${key}`;
    try {
      return await work({ Bucket: this.#bucket, Key });
    } catch (error) {
      throw s3StoreError(error, action, this.#bucket, Key);
    }
  }
}

/** Faults of the local side of a transfer are told as such, not as the service's. */
export function ofLocalFile(localPath: string): (error: unknown) => never {
  return (error) => {
    const isFileFault = systemCode(error) !== null && error instanceof Error && 'syscall' in error && 'path' in error;
    throw isFileFault ? fileStoreError(error, 'use the local file', localPath) : error;
  };
}

export interface S3StoreOptions {
  /** `s3://bucket/prefix`. */
  readonly uri: string;
  /** AWS_* variables: endpoint, region, credentials. */
  readonly environment: Environment;
  /** Files above this size are uploaded in parts of it; the service wants 5 MiB at least. */
  readonly partBytes?: number;
}

/** Port `ArtefactStore` over S3 and what speaks like it. Touches nothing yet. */
export function createS3Store({ uri, environment, partBytes = PART_BYTES }: S3StoreOptions): ArtefactStore {
  return new S3Store(uri, createS3Client(environment), partBytes);
}
