import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';

import { temporaryPathFor } from './temporary-file.ts';

/** Files up to this size go in one request, larger ones in parts of it: one part is in memory at a time. */
export const PART_BYTES = 16 * 1024 * 1024;

/** The service's limit. */
const MAX_PARTS = 10_000;

async function readPart(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const part = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(part, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new Error('the file became shorter while it was uploaded');
    filled += bytesRead;
  }
  return part;
}

async function uploadParts(
  client: S3Client,
  file: FileHandle,
  size: number,
  target: PartTarget,
): Promise<CompletedPart[]> {
  const partBytes = Math.max(target.partBytes, Math.ceil(size / MAX_PARTS));
  const parts: CompletedPart[] = [];
  for (let offset = 0; offset < size; offset += partBytes) {
    const PartNumber = parts.length + 1;
    const Body = await readPart(file, offset, Math.min(partBytes, size - offset));
    const { Bucket, Key, UploadId } = target;
    const part = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
    );
    parts.push({ PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
  }
  return parts;
}

interface PartTarget {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly partBytes: number;
}

async function uploadInParts(client: S3Client, file: FileHandle, size: number, target: Omit<PartTarget, 'UploadId'>) {
  const { Bucket, Key } = target;
  await abortEarlier(client, Bucket, Key);
  const begun = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }));
  const UploadId = begun.UploadId;
  if (UploadId === undefined) throw new Error('the service named no upload id');
  try {
    const Parts = await uploadParts(client, file, size, { ...target, UploadId });
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    // Parts of an upload given up would be stored, and paid for, unseen.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
    throw error;
  }
}

/** What a killed worker left of the same artefact: its parts would be stored, and paid for, unseen. Nothing rests on it. */
async function abortEarlier(client: S3Client, Bucket: string, Key: string): Promise<void> {
  const found = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key })).catch(() => null);
  for (const { Key: key, UploadId } of found?.Uploads ?? []) {
    if (key === Key && UploadId !== undefined)
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
  }
}

/** Uploads a file, whole or absent, with checksums; its size is bounded by the service, not by memory. */
export async function uploadFile(
  client: S3Client,
  bucket: string,
  key: string,
  localPath: string,
  partBytes = PART_BYTES,
): Promise<void> {
  const file = await open(localPath, 'r');
  try {
    const { size } = await file.stat();
    if (size > partBytes) {
      await uploadInParts(client, file, size, { Bucket: bucket, Key: key, partBytes });
    } else {
      const Body = await readPart(file, 0, size);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
    }
  } finally {
    await file.close();
  }
}

/** Streams an object to a local file, whole or absent. */
export async function downloadFile(client: S3Client, bucket: string, key: string, localPath: string): Promise<void> {
  const destination = resolve(localPath);
  const temporary = temporaryPathFor(destination);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error('the service sent no body');
  try {
    await mkdir(dirname(destination), { recursive: true });
    await pipeline(Body, createWriteStream(temporary, { flags: 'wx' }));
    await rename(temporary, destination);
  } finally {
    Body.destroy();
    await rm(temporary, { force: true });
  }
}
