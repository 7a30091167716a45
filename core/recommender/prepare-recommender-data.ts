import { createHash } from 'node:crypto';

import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import type { Item, Review } from '../reviews/review.ts';
import type { DialogRecord } from '../simulation/dialog.ts';
import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { EmbeddedTexts, centreRows, meanRows } from './embedded-texts.ts';
import { clip, itemTexts } from './item-texts.ts';
import { principalDirections } from './principal-directions.ts';
import type { Breathe, Catalogue, RankingExample, RecommenderData } from './recommender-data.ts';
import { isExampleReview, reviewExamples } from './review-examples.ts';
import { truncateDialog } from './truncate-dialog.ts';

export interface PrepareInput {
  readonly dialogs: readonly DialogRecord[];
  readonly items: readonly Item[];
  /** Any reviews; only those before `trainEndMs` are used. */
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
  const training = input.reviews
    .filter((review) => review.timestampMs < input.trainEndMs)
    .sort((a, b) => a.timestampMs - b.timestampMs || byCodePoint(a.reviewId, b.reviewId));
  const index = new Map(items.map((item, row) => [item.itemId, row]));
  const texts = new EmbeddedTexts(input.encoder);
  const toExample = exampleBuilder(index, texts, settings);

  const accepted = input.dialogs
    .filter((dialog) => dialog.status === 'accepted')
    .sort((a, b) => byCodePoint(a.dialogId, b.dialogId));
  const dialogs = accepted.filter((dialog) => index.has(dialog.targetItemId));
  const skippedDialogs = accepted.filter((dialog) => !index.has(dialog.targetItemId)).map(({ dialogId }) => dialogId);
  const names = new Map(items.map((item) => [item.itemId, item.name]));
  const examples = dialogs.map((dialog) =>
    toExample({
      exampleId: dialog.dialogId,
      source: 'dialog',
      split: dialog.split,
      turns: truncateDialog(dialog, names.get(dialog.targetItemId) ?? ''),
      history: dialog.history,
      target: dialog.targetItemId,
    }),
  );
  const fromReviews = reviewExamples(withoutDialogTargets(training, dialogs), seed).map(({ review, turns, history }) =>
    toExample({
      exampleId: review.reviewId,
      source: 'review',
      split: 'train',
      turns: turns.map((text) => ({ speaker: 'user' as const, text })),
      history,
      target: review.itemId,
    }),
  );

  const turnTexts = await texts.embed(input.breathe, input.signal);
  const catalogue = await embedCatalogue(items, index, training, dialogs, input);
  const textDimension = input.encoder.dimension;
  centreRows(turnTexts, textDimension);
  const both = new Float32Array(turnTexts.length + catalogue.text.length);
  both.set(turnTexts);
  both.set(catalogue.text, turnTexts.length);
  const data = {
    encoderId: input.encoder.id,
    textDimension,
    catalogue,
    texts: turnTexts,
    textProjection: principalDirections(both, textDimension, settings.dimension, seed),
    train: [...examples.filter(({ split }) => split === 'train'), ...fromReviews],
    validation: examples.filter(({ split }) => split === 'validation'),
    test: examples.filter(({ split }) => split === 'test'),
    skippedDialogs,
  };
  return { ...data, fingerprint: fingerprintOf(data) };
}

interface RawExample extends Pick<RankingExample, 'exampleId' | 'source' | 'split'> {
  readonly turns: readonly { readonly speaker: 'user' | 'system'; readonly text: string }[];
  readonly history: readonly string[];
  readonly target: string;
}

function exampleBuilder(
  index: ReadonlyMap<string, number>,
  texts: EmbeddedTexts,
  settings: Pick<RunConfig['recommender'], 'maxTurns' | 'maxHistory'>,
): (raw: RawExample) => RankingExample {
  return (raw) => {
    const seen = [...new Set(raw.history)].flatMap((itemId) => index.get(itemId) ?? []);
    return {
      exampleId: raw.exampleId,
      source: raw.source,
      split: raw.split,
      turns: raw.turns
        .slice(-settings.maxTurns)
        .map((turn) => ({ speaker: turn.speaker, textIndex: texts.row(clip(turn.text)) })),
      history: seen.slice(-settings.maxHistory),
      seen,
      target: index.get(raw.target) ?? -1,
    };
  };
}

/**
 * The reviews of the dialogs' own target interactions are neither examples nor descriptions: their words are in the
 * dialogs as goals.
 */
function withoutDialogTargets(reviews: readonly Review[], dialogs: readonly DialogRecord[]): Review[] {
  const targets = new Set(dialogs.map((dialog) => JSON.stringify([dialog.userId, dialog.targetItemId])));
  return reviews.filter((review) => !targets.has(JSON.stringify([review.userId, review.itemId])));
}

async function embedCatalogue(
  items: readonly Item[],
  indexOf: ReadonlyMap<string, number>,
  training: readonly Review[],
  dialogs: readonly DialogRecord[],
  input: PrepareInput,
): Promise<Catalogue> {
  const counts = new Float32Array(items.length);
  for (const review of training) {
    const row = indexOf.get(review.itemId);
    if (row !== undefined) counts[row] = (counts[row] ?? 0) + 1;
  }
  const describing = new Map<string, Review[]>(items.map((item) => [item.itemId, []]));
  for (const review of withoutDialogTargets(training, dialogs)) {
    if (!isExampleReview(review.reviewId, input.seed)) describing.get(review.itemId)?.push(review);
  }
  const texts = new EmbeddedTexts(input.encoder);
  const rows = items.map((item) =>
    itemTexts(item, describing.get(item.itemId) ?? [], input.seed).map((text) => texts.row(text)),
  );
  const embedded = await texts.embed(input.breathe, input.signal);
  const text = meanRows(embedded, input.encoder.dimension, rows);
  centreRows(text, input.encoder.dimension);
  return { itemIds: items.map((item) => item.itemId), indexOf, text, counts };
}

function fingerprintOf(data: Omit<RecommenderData, 'fingerprint'>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([data.encoderId, data.textDimension, data.catalogue.itemIds]));
  hash.update(JSON.stringify([data.train, data.validation, data.test]));
  for (const floats of [data.catalogue.text, data.catalogue.counts, data.texts, data.textProjection]) {
    hash.update(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
  }
  return hash.digest('hex');
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
