import { createHash } from 'node:crypto';

import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import type { Item, Review } from '../reviews/review.ts';
import type { DialogRecord } from '../simulation/dialog.ts';
import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { EmbeddedTexts, centreRows, meanRows } from './embedded-texts.ts';
import { clip, itemTexts } from './item-texts.ts';
import { principalDirections } from './principal-directions.ts';
import { type PastItem, datedHistory, divide, groupByUser, sequencesOf } from './interactions.ts';
import type { Breathe, Catalogue, RankingExample, RecommenderData, UserSequence } from './recommender-data.ts';
import { isExampleReview, reviewExamples } from './review-examples.ts';
import { truncateDialog } from './truncate-dialog.ts';
import { embedWords } from './word-texts.ts';
import { Vocabulary } from './words.ts';

export interface PrepareInput {
  readonly dialogs: readonly DialogRecord[];
  readonly items: readonly Item[];
  /** Any reviews. Those of the training division are learned from; of others, only their times stand in histories. */
  readonly reviews: { filter(keep: (review: Review) => boolean): Review[] };
  /** End of the training period, exclusive, UTC ms. */
  readonly trainEndMs: number;
  readonly encoder: SentenceEncoder;
  readonly settings: RunConfig['recommender'];
  /** The run's seed: the same data for every training seed. */
  readonly seed: number;
  readonly breathe: Breathe;
  readonly signal?: AbortSignal;
}

/**
 * Turns dialogs, items and training-period reviews into (X, H) -> target examples with frozen embeddings. The order of
 * the inputs changes nothing. Dialogs that were not accepted, or whose target is not in the catalogue, are left out.
 */
export async function prepareRecommenderData(input: PrepareInput): Promise<RecommenderData> {
  const { settings, seed } = input;
  const items = [...input.items].sort((a, b) => byCodePoint(a.itemId, b.itemId));
  if (items.length === 0) throw new PipelineError('artefact_invalid', 'The catalogue has no items to recommend.');
  const { trainEndMs } = input;
  const division = divide({ reviews: input.reviews, kind: settings.split, trainEndMs, seed });
  const { training } = division;
  const index = new Map(items.map((item, row) => [item.itemId, row]));
  const sequences = sequencesOf(training, index);
  const texts = new EmbeddedTexts(input.encoder);
  const toExample = exampleBuilder({ index, texts, settings, sequences });

  const accepted = input.dialogs
    .filter((dialog) => dialog.status === 'accepted')
    .sort((a, b) => byCodePoint(a.dialogId, b.dialogId));
  const dialogs = accepted.filter((dialog) => index.has(dialog.targetItemId));
  const skippedDialogs = accepted.filter((dialog) => !index.has(dialog.targetItemId)).map(({ dialogId }) => dialogId);
  const pasts = pastsOf(dialogs, input);
  const names = new Map(items.map((item) => [item.itemId, item.name]));
  const examples = dialogs.map((dialog) =>
    toExample({
      exampleId: dialog.dialogId,
      source: 'dialog',
      split: division.splitOf(dialog),
      userId: dialog.userId,
      timestampMs: dialog.timestampMs,
      turns: truncateDialog(dialog, names.get(dialog.targetItemId) ?? ''),
      history: pasts.get(dialog.dialogId) ?? [],
      target: dialog.targetItemId,
    }),
  );
  const fromReviews = reviewExamples(withoutDialogTargets(training, dialogs), seed).map(({ review, turns, history }) =>
    toExample({
      exampleId: review.reviewId,
      source: 'review',
      split: 'train',
      userId: review.userId,
      timestampMs: review.timestampMs,
      turns: turns.map((text) => ({ speaker: 'user' as const, text })),
      history,
      target: review.itemId,
    }),
  );

  const turnTexts = await texts.embed(input.breathe, input.signal);
  const vocabulary = new Vocabulary();
  const catalogue = await embedCatalogue({ items, index, training, dialogs, input, vocabulary });
  const textDimension = input.encoder.dimension;
  const train = [...examples.filter(({ split }) => split === 'train'), ...fromReviews];
  // What validation and test dialogs say is centred and projected by what training dialogs say.
  const learned = [...new Set(train.flatMap(({ turns }) => turns.map(({ textIndex }) => textIndex)))].sort(
    (a, b) => a - b,
  );
  const textMean = centreRows(turnTexts, textDimension, learned);
  const both = new Float32Array(learned.length * textDimension + catalogue.text.length);
  learned.forEach((row, at) => {
    both.set(turnTexts.subarray(row * textDimension, (row + 1) * textDimension), at * textDimension);
  });
  both.set(catalogue.text, learned.length * textDimension);
  const vocabularyWords = vocabulary.words();
  const textWords = texts.list().map((text) => vocabulary.read(text));
  const wordTexts =
    settings.dialogEncoder === 'tokens'
      ? await embedWords({ vocabulary: vocabularyWords, textWords, textMean }, input)
      : null;
  const data = {
    encoderId: input.encoder.id,
    textDimension,
    catalogue,
    texts: turnTexts,
    textMean,
    vocabulary: vocabularyWords,
    textWords,
    wordTexts,
    sequences,
    textProjection: principalDirections(both, textDimension, settings.dimension, seed),
    train,
    validation: examples.filter(({ split }) => split === 'validation'),
    test: examples.filter(({ split }) => split === 'test'),
    skippedDialogs,
  };
  return { ...data, fingerprint: fingerprintOf(data) };
}

interface RawExample extends Pick<RankingExample, 'exampleId' | 'source' | 'split'> {
  readonly userId: string;
  readonly timestampMs: number;
  readonly turns: readonly { readonly speaker: 'user' | 'system'; readonly text: string }[];
  readonly history: readonly PastItem[];
  readonly target: string;
}

const DAY_MS = 86_400_000;
/** Half-life of an item's recent popularity. */
const RECENT_DAYS = 182;

/** Examples whose texts get rows in `texts`. */
export function exampleBuilder({
  index,
  texts,
  settings,
  sequences,
}: {
  readonly index: ReadonlyMap<string, number>;
  readonly texts: EmbeddedTexts;
  readonly settings: Pick<RunConfig['recommender'], 'maxTurns' | 'maxHistory'>;
  readonly sequences: readonly UserSequence[];
}): (raw: RawExample) => RankingExample {
  const sequenceOf = new Map(sequences.map(({ userId }, row) => [userId, row]));
  return (raw) => {
    const seen = raw.history.flatMap(({ itemId, timestampMs }) => {
      const item = index.get(itemId);
      const age = timestampMs === null ? null : (raw.timestampMs - timestampMs) / DAY_MS;
      return item === undefined ? [] : [{ item, age }];
    });
    const history = seen.slice(-settings.maxHistory);
    return {
      exampleId: raw.exampleId,
      userId: raw.userId,
      source: raw.source,
      split: raw.split,
      turns: raw.turns
        .slice(-settings.maxTurns)
        .map((turn) => ({ speaker: turn.speaker, textIndex: texts.row(clip(turn.text)) })),
      history: history.map(({ item }) => item),
      historyAges: history.map(({ age }) => age),
      sequence: sequenceOf.get(raw.userId) ?? null,
      seen: seen.map(({ item }) => item),
      target: index.get(raw.target) ?? -1,
    };
  };
}

/** The items of each dialog's history with their times, by dialog id. */
function pastsOf(dialogs: readonly DialogRecord[], { reviews, seed }: PrepareInput): Map<string, PastItem[]> {
  const users = new Set(dialogs.map(({ userId }) => userId));
  const byUser = groupByUser(reviews.filter(({ userId }) => users.has(userId)));
  return new Map(
    dialogs.map(({ dialogId, userId, history, timestampMs }) => [
      dialogId,
      datedHistory(history, byUser.get(userId) ?? [], timestampMs, seed),
    ]),
  );
}

/**
 * The reviews of the dialogs' own target interactions are neither examples nor descriptions: their words are in the
 * dialogs as goals.
 */
function withoutDialogTargets(reviews: readonly Review[], dialogs: readonly DialogRecord[]): Review[] {
  const targets = new Set(dialogs.map((dialog) => JSON.stringify([dialog.userId, dialog.targetItemId])));
  return reviews.filter((review) => !targets.has(JSON.stringify([review.userId, review.itemId])));
}

async function embedCatalogue({
  items,
  index,
  training,
  dialogs,
  input,
  vocabulary,
}: {
  readonly items: readonly Item[];
  readonly index: ReadonlyMap<string, number>;
  readonly training: readonly Review[];
  readonly dialogs: readonly DialogRecord[];
  readonly input: PrepareInput;
  /** Learns the words of what describes items. */
  readonly vocabulary: Vocabulary;
}): Promise<Catalogue> {
  const counts = new Float32Array(items.length);
  const recentCounts = new Float32Array(items.length);
  const endMs = training.at(-1)?.timestampMs ?? 0;
  for (const { itemId, timestampMs } of training) {
    const row = index.get(itemId);
    if (row === undefined) continue;
    counts[row] = (counts[row] ?? 0) + 1;
    recentCounts[row] = (recentCounts[row] ?? 0) + 0.5 ** ((endMs - timestampMs) / (RECENT_DAYS * DAY_MS));
  }
  const telling = new Map<string, Review[]>(items.map((item) => [item.itemId, []]));
  for (const review of withoutDialogTargets(training, dialogs)) telling.get(review.itemId)?.push(review);
  const texts = new EmbeddedTexts(input.encoder);
  const rows = items.map((item) => {
    const describing = (telling.get(item.itemId) ?? []).filter(
      ({ reviewId }) => !isExampleReview(reviewId, input.seed),
    );
    return itemTexts(item, describing, input.seed).map((text) => texts.row(text));
  });
  const words = items.map((item) => [
    ...vocabulary.learn([item.name, ...item.categories, item.description].join(' ')),
    ...(telling.get(item.itemId) ?? []).flatMap(({ title, text }) => vocabulary.learn(`${title} ${text}`)),
  ]);
  const embedded = await texts.embed(input.breathe, input.signal);
  const text = meanRows(embedded, input.encoder.dimension, rows);
  centreRows(text, input.encoder.dimension);
  return { itemIds: items.map((item) => item.itemId), indexOf: index, text, counts, recentCounts, words };
}

function fingerprintOf(data: Omit<RecommenderData, 'fingerprint'>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([data.encoderId, data.textDimension, data.catalogue.itemIds]));
  hash.update(JSON.stringify([data.train, data.validation, data.test, data.sequences]));
  const own = [data.catalogue.text, data.catalogue.counts, data.texts, data.textProjection];
  for (const floats of data.wordTexts === null ? own : [...own, data.wordTexts]) {
    hash.update(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
  }
  return hash.digest('hex');
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
