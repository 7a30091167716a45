import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { generateSample, streamSampleItems, streamSampleReviews } from '../../core/sample/generate-sample.ts';
import type { SampleOptions } from '../../core/sample/sample-options.ts';

export interface WrittenSample {
  readonly reviewsPath: string;
  readonly itemsPath: string;
  readonly truthPath: string;
}

/** Writes `reviews.jsonl`, `items.jsonl` and `truth.json` into a folder. */
export async function writeSample(folder: string, options: SampleOptions): Promise<WrittenSample> {
  await mkdir(folder, { recursive: true });
  const { reviewLines, itemLines, truth } = generateSample(options);
  const paths = samplePaths(folder);
  await writeFile(paths.reviewsPath, asLines(reviewLines));
  await writeFile(paths.itemsPath, asLines(itemLines));
  await writeFile(paths.truthPath, `${JSON.stringify(truth)}\n`);
  return paths;
}

/** Writes `reviews.jsonl` and `items.jsonl` of any size, streamed; no truth. */
export async function writeLargeSample(
  folder: string,
  options: SampleOptions,
): Promise<Omit<WrittenSample, 'truthPath'>> {
  await mkdir(folder, { recursive: true });
  const { reviewsPath, itemsPath } = samplePaths(folder);
  await pipeline(Readable.from(inBlocks(streamSampleReviews(options))), createWriteStream(reviewsPath));
  await pipeline(Readable.from(inBlocks(streamSampleItems(options))), createWriteStream(itemsPath));
  return { reviewsPath, itemsPath };
}

function samplePaths(folder: string): WrittenSample {
  return {
    reviewsPath: join(folder, 'reviews.jsonl'),
    itemsPath: join(folder, 'items.jsonl'),
    truthPath: join(folder, 'truth.json'),
  };
}

function asLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** A thousand lines at a time: a stream step for each line would cost more than the line. */
function* inBlocks(lines: Iterable<string>): Generator<string> {
  let block: string[] = [];
  for (const line of lines) {
    if (block.push(line) < 1000) continue;
    yield asLines(block);
    block = [];
  }
  yield asLines(block);
}
