import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

import type { ActivityPorts } from '../../activities/ports.ts';
import { openRunFolder } from '../../activities/run-folder.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { resolveConfig } from '../../core/config/resolve-config.ts';
import type { RunConfigInput } from '../../core/config/run-config.ts';
import type { RunRef } from '../../core/config/run-ref.ts';
import { createRandom, deriveSeed } from '../../core/random.ts';
import type { ReviewFunnel } from '../../core/reviews/funnel.ts';
import { reviewToRow } from '../../core/reviews/review-tables.ts';
import type { Review } from '../../core/reviews/review.ts';
import type { SentenceEncoder } from '../../core/text/sentence-encoder.ts';
import { createFileStore } from '../../infra/storage/file-store.ts';
import { createDuckDbTableCodec } from '../../infra/tables/duckdb-table-codec.ts';
import { useCpuBackend } from '../core/recommender/cpu-backend.ts';

const REVIEW_TABLE = {
  review_id: 'string',
  user_id: 'string',
  item_id: 'string',
  rating: 'double',
  timestamp: 'timestamp',
  title: 'string',
  text: 'string',
  split: 'string',
} as const;

const DIMENSION = 16;
const DAY_MS = 86_400_000;

const SAYINGS = [
  'The strap is comfortable and soft.',
  'Its zipper broke after a week!',
  'Great battery life, but the screen is dim.',
  'The price was fair for what it offers.',
  'Delivery took much too long.',
  'The pockets are roomy; the seams are weak.',
];

/** Reviews of one to four sentences, one a day; the first 70 % are the training period. */
export function smallReviews(count: number): Review[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => ({
    reviewId: `r${String(index).padStart(4, '0')}`,
    userId: `u${index % 9}`,
    itemId: `i${index % 5}`,
    rating: 1 + random.int(5),
    timestampMs: (index + 1) * DAY_MS,
    title: '',
    text: Array.from({ length: 1 + random.int(4) }, () => random.pick(SAYINGS)).join(' '),
    split: index < 0.7 * count ? 'train' : index < 0.85 * count ? 'validation' : 'test',
  }));
}

/** A bag of hashed words; it records what it was given, and may break down. */
export function createWordEncoder() {
  const given: string[] = [];
  const encoder: SentenceEncoder & { id: string } = {
    id: 'words',
    dimension: DIMENSION,
    encode(sentences) {
      given.push(...sentences);
      if (encoding.breaksAt <= given.length) return Promise.reject(new Error('the worker was killed'));
      return Promise.resolve(Float32Array.from(sentences.flatMap(unitRow)));
    },
  };
  const encoding = { encoder, given, breaksAt: Number.POSITIVE_INFINITY };
  return encoding;
}

function unitRow(sentence: string): number[] {
  const row = Array.from({ length: DIMENSION }, () => 0.1);
  for (const word of sentence.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const place = deriveSeed(word) % DIMENSION;
    row[place] = (row[place] ?? 0) + 1;
  }
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

export interface SmallStore {
  readonly ports: ActivityPorts;
  readonly encoding: ReturnType<typeof createWordEncoder>;
  readonly environment: MockActivityEnvironment;
  /** A run of these reviews whose first stage is done. */
  prepared(run: string, reviews: readonly Review[], config?: Partial<RunConfigInput>): Promise<RunFolder>;
  remove(): Promise<void>;
}

export async function createSmallStore(): Promise<SmallStore> {
  await useCpuBackend();
  const directory = await mkdtemp(join(tmpdir(), 'convrecstudio-activities-'));
  const store = createFileStore(directory);
  const encoding = createWordEncoder();
  const unused = (): never => {
    throw new Error('no part of this test');
  };
  const ports: ActivityPorts = {
    defaultStore: store.uri,
    openStore: () => store,
    assertAllowed: () => {},
    locate: (uri) => uri,
    probeStore: () => Promise.resolve(),
    tables: createDuckDbTableCodec(),
    stageSource: unused,
    prepareReviews: unused,
    encoder: () => Promise.resolve(encoding.encoder),
    entailment: unused,
    tensorFlow: () => Promise.resolve({ backend: 'cpu' }),
    chatModel: unused,
    attemptEstimate: () => ({ tokens: 0, costMicroUsd: 0 }),
    runEstimate: () => null,
    withAllowance: unused,
    withDirectory: unused,
    runningWorkflows: unused,
    endWorkflows: unused,
    identity: 'test',
    versions: {},
    isStopping: () => false,
    breathe: () => Promise.resolve(),
  };
  return {
    ports,
    encoding,
    environment: new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }),
    async prepared(run, reviews, config = {}) {
      const ref: RunRef = { run, store: store.uri };
      const folder = openRunFolder(ports, ref);
      const aspects = { clusters: 4, maxFitSentences: 100, steps: 4, projectionDimension: 8, ...config.aspects };
      const resolved = resolveConfig({ name: run, source: { reviews: 'reviews.jsonl' }, ...config, aspects });
      await folder.writeJson(folder.keys.config, resolved);
      await folder.writeTable(folder.keys.reviews, REVIEW_TABLE, reviews.map(reviewToRow));
      await folder.writeJson(folder.keys.reviewFunnel, funnelOf(reviews));
      return folder;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

function funnelOf(reviews: readonly Review[]): ReviewFunnel {
  const times = reviews.map(({ timestampMs }) => timestampMs);
  const count = (split: string): number => reviews.filter((review) => review.split === split).length;
  const endOf = (split: string): number =>
    1 + Math.max(...reviews.filter((review) => review.split === split).map(({ timestampMs }) => timestampMs));
  return {
    format: 'generic',
    linesRead: reviews.length,
    blankLines: 0,
    rejected: { total: 0, byReason: {} },
    clones: { total: 0, byKind: {} },
    filtered: 0,
    kept: reviews.length,
    users: 9,
    items: 5,
    unnamedItems: 0,
    maskedReviews: 0,
    splits: { train: count('train'), validation: count('validation'), test: count('test') },
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    trainEndMs: endOf('train'),
    validationEndMs: endOf('validation'),
  };
}
