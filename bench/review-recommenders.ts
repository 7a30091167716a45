/**
 * Recommenders on the reviews of musical instruments alone, without a dialog or a text: full ranking, seen items masked, ties in
 * time and in score at random. Hit@10 and NDCG@10 beside what other implementations reach on the same reviews.
 *   npx tsx bench/review-recommenders.ts [leave-last-out|global-date ...] [--variants history-only,item-knn] [--seeds 1,2]
 * Leave-last-out is measured twice: as a run has it (the interaction before the last validates and is never learned from),
 * and as many a paper has it: all but the last is learned from, for the configured number of epochs, none chosen.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { type RunConfig, RunConfigSchema, VARIANTS } from '../core/config/run-config.ts';
import { evaluateVariant } from '../core/recommender/evaluate-variant.ts';
import { divide, groupByUser, itemsBefore } from '../core/recommender/interactions.ts';
import { prepareRecommenderData } from '../core/recommender/prepare-recommender-data.ts';
import { summariseMetrics } from '../core/recommender/summarise-metrics.ts';
import { trainVariant } from '../core/recommender/train-variant.ts';
import type { Item, Review } from '../core/reviews/review.ts';
import { type DialogRecord, NO_USAGE } from '../core/simulation/dialog.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { memoryCheckpoints } from '../test/core/recommender/planted-world.ts';

const FILE = '../shared/data/amazon-2014-musical-instruments/reviews.jsonl.gz';
const SEED = 2506;
/** Items are their ids alone, as the references know them: every text is the same. */
const SILENT: SentenceEncoder = {
  id: 'silent',
  dimension: 64,
  encode: (sentences) => Promise.resolve(new Float32Array(64 * sentences.length)),
};
const SPLITS = ['leave-last-out', 'global-date'] as const;
type Split = (typeof SPLITS)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    variants: { type: 'string', default: 'popularity,item-knn,history-only' },
    seeds: { type: 'string', default: '1,2,3' },
    epochs: { type: 'string' },
  },
});

const reviews = await readReviews();
const items = [...new Set(reviews.map(({ itemId }) => itemId))].map((itemId): Item => ({
  itemId,
  name: itemId,
  categories: [],
  price: null,
  description: '',
  attributes: {},
}));
const { backend } = await loadTensorFlow('auto', process.env);
console.log(`${reviews.length} reviews, ${items.length} items, backend ${backend}`);
for (const split of SPLITS) {
  if (positionals.length === 0 || positionals.includes(split)) await measure(split);
}

async function measure(split: Split): Promise<void> {
  const { recommender } = RunConfigSchema.parse({ source: { reviews: 'none.json' }, recommender: { split } });
  const history = { ...recommender.history, epochs: Number(values.epochs ?? recommender.history.epochs) };
  const settings = { ...recommender, history, maxHistory: 50 };
  const data = await dataOf(split, settings);
  const whole = split === 'leave-last-out' ? await allButLast(settings) : null;
  console.log(`${split}: ${data.sequences.length} training users, ${data.test.length} test interactions`);
  for (const variant of VARIANTS.filter((name) => values.variants.split(',').includes(name))) {
    for (const seed of values.seeds.split(',').map(Number)) {
      await trainAndTell(split, { variant, seed, settings, data });
      if (whole !== null)
        await trainAndTell(`${split}, all but the last learned from,`, { variant, seed, settings, data: whole });
    }
  }
}

async function trainAndTell(
  what: string,
  { variant, seed, settings, data }: Pick<Parameters<typeof trainVariant>[0], 'variant' | 'seed' | 'settings' | 'data'>,
): Promise<void> {
  const start = performance.now();
  const trained = await trainVariant({ variant, seed, settings, data, checkpoint: memoryCheckpoints(), breathe });
  const predictions = await evaluateVariant({ trained, settings, data, evaluationSeed: SEED, breathe });
  const seconds = (performance.now() - start) / 1000;
  const { bestEpoch, epochs } = trained;
  const full = summariseMetrics([{ variant, seed, bestEpoch, predictions }], SEED).runs[0]?.full;
  console.log(
    `${what} ${variant} seed ${seed}: Hit@10 ${full?.hitAt10?.toFixed(3)} NDCG@10 ${full?.ndcgAt10?.toFixed(3)}, ` +
      `${epochs.length} epochs, best ${bestEpoch}, ${seconds.toFixed(0)} s`,
  );
}

/** Every held-out interaction as a dialog without words. */
async function dataOf(split: Split, settings: RunConfig['recommender']) {
  const { validation, test, trainEndMs } = heldOut(split);
  return prepared([...validation, ...test], reviews, trainEndMs, settings);
}

function heldOut(split: Split) {
  const trainEndMs = cut(0.7);
  const testStartMs = cut(0.85);
  const division = divide({ reviews, kind: split, trainEndMs, seed: SEED });
  const training = new Set(division.training.map(({ reviewId }) => reviewId));
  const byUser = groupByUser(reviews);
  const dialogs = reviews
    .filter(({ reviewId }) => !training.has(reviewId))
    .map((review): DialogRecord => {
      // A millisecond later: what the user reviewed on the same day before it (by seed) is history.
      const timestampMs = review.timestampMs + (split === 'leave-last-out' ? 1 : 0);
      const byDate = review.timestampMs < testStartMs ? 'validation' : 'test';
      const part = division.splitOf({ userId: review.userId, targetItemId: review.itemId, split: byDate });
      const past = itemsBefore(byUser.get(review.userId) ?? [], timestampMs, SEED).map(({ itemId }) => itemId);
      const place = past.indexOf(review.itemId);
      return wordless(review, part, timestampMs, place < 0 ? past : past.slice(0, place));
    });
  const of = (part: DialogRecord['split']): DialogRecord[] => dialogs.filter(({ split: own }) => own === part);
  return { validation: of('validation'), test: of('test'), trainEndMs };
}

/** The last interaction of each user tests, everything else is learned from. */
async function allButLast(settings: RunConfig['recommender']) {
  const { test } = heldOut('leave-last-out');
  const tested = new Set(test.map(({ dialogId }) => dialogId));
  const learned = reviews.filter(({ reviewId }) => !tested.has(reviewId));
  return prepared(test, learned, Infinity, { ...settings, split: 'global-date' });
}

function prepared(
  dialogs: readonly DialogRecord[],
  learned: readonly Review[],
  trainEndMs: number,
  settings: RunConfig['recommender'],
) {
  return prepareRecommenderData({
    dialogs,
    items,
    reviews: learned,
    trainEndMs,
    encoder: SILENT,
    settings,
    seed: SEED,
    breathe,
  });
}

function wordless(
  { reviewId, userId, itemId }: Review,
  split: DialogRecord['split'],
  timestampMs: number,
  history: string[],
): DialogRecord {
  return {
    dialogId: reviewId,
    ordinal: 0,
    status: 'accepted',
    failure: null,
    userId,
    split,
    timestampMs,
    targetItemId: itemId,
    history,
    rejectedItemIds: [],
    attempts: 1,
    provider: 'none',
    turns: [],
    usage: NO_USAGE,
  };
}

/** The time before which that share of the reviews was written. */
function cut(share: number): number {
  const times = reviews.map(({ timestampMs }) => timestampMs).sort((a, b) => a - b);
  return times[Math.floor(share * times.length)] ?? 0;
}

async function readReviews(): Promise<Review[]> {
  const lines = gunzipSync(await readFile(FILE))
    .toString()
    .trim()
    .split('\n');
  return lines.map((line, place) => {
    const row: Record<string, unknown> = JSON.parse(line);
    return {
      reviewId: `r${place}`,
      userId: String(row['reviewerID']),
      itemId: String(row['asin']),
      rating: Number(row['overall']),
      timestampMs: Number(row['unixReviewTime']) * 1000,
      title: String(row['summary']),
      text: typeof row['reviewText'] === 'string' ? row['reviewText'] : '',
      split: 'train',
    };
  });
}

function breathe(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
