import { PipelineError } from '../errors.ts';
import type { Speaker } from '../planning/dialog-act.ts';
import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { EmbeddedTexts } from './embedded-texts.ts';
import type { ExportedModel } from './exported-model.ts';
import type { PastItem } from './interactions.ts';
import { exampleBuilder } from './prepare-recommender-data.ts';
import { topUnseen } from './ranking.ts';
import type { Breathe, RankingExample, RecommenderData } from './recommender-data.ts';
import { attendedHistory, scoreVariant } from './score-variant.ts';
import { embedWords } from './word-texts.ts';
import { Vocabulary } from './words.ts';

/** A dialog so far, and what its user had before. */
export interface Situation {
  /** Breaks ties as the dialog's own evaluation did; any name for a dialog that is none of the run's. */
  readonly exampleId: string;
  /** Null: nobody of the training data. */
  readonly userId: string | null;
  /** Now, UTC; null: not known, and neither are the ages of the history's items. */
  readonly timestampMs: number | null;
  /** Oldest first, up to, but without, what names the target. */
  readonly turns: readonly { readonly speaker: Speaker; readonly text: string }[];
  /** Oldest first. */
  readonly history: readonly PastItem[];
}

export interface Recommendation {
  /** Best first, what was seen before left out; at most ten. */
  readonly top: readonly { readonly itemId: string; readonly name: string; readonly score: number }[];
  /** What of the history the model read, oldest first, with its share of the attention; null: the variant has none. */
  readonly history: readonly { readonly itemId: string; readonly name: string; readonly attention: number | null }[];
}

/**
 * What an exported model recommends, exactly as its evaluation would. Throws `bad_configuration` for items that it does not
 * know, an encoder that is not its own, and the control.
 */
export async function recommend(
  model: ExportedModel,
  situation: Situation,
  with_: { readonly encoder: SentenceEncoder; readonly evaluationSeed: number; readonly breathe: Breathe },
): Promise<Recommendation> {
  const { variant, values, settings } = model;
  assertUsable(model, situation, with_.encoder);
  const { data, example } = await placed(model, situation, with_);
  const scoring = { variant, values, settings, data, examples: [example], breathe: with_.breathe };
  const [scores = new Float32Array(0)] = await scoreVariant(scoring);
  const [attention] = (await attendedHistory(scoring)) ?? [];
  const named = (row: number) => {
    const itemId = data.catalogue.itemIds[row] ?? '';
    return { itemId, name: model.itemNames[row] ?? itemId };
  };
  return {
    top: topUnseen(scores, example, with_.evaluationSeed).map((row) => ({ ...named(row), score: scores[row] ?? 0 })),
    history: example.history.map((row, place) => ({ ...named(row), attention: attention?.[place] ?? null })),
  };
}

function assertUsable(model: ExportedModel, { history }: Situation, encoder: SentenceEncoder): void {
  if (model.variant === 'cross-attention-shuffled-history') {
    throw new PipelineError(
      'bad_configuration',
      `${model.variant} is a control that was shown other users' histories: it has nothing to recommend by one's own`,
      { subject: model.variant },
    );
  }
  const unknown = history.filter(({ itemId }) => !model.data.catalogue.indexOf.has(itemId)).map(({ itemId }) => itemId);
  if (unknown.length > 0) {
    throw new PipelineError(
      'bad_configuration',
      `the model knows no item ${unknown.join(', ')}: ids are those of reviews/items.parquet and of items.json beside the model`,
      { subject: '--history', problems: unknown },
    );
  }
  if (encoder.id !== model.data.encoderId) {
    throw new PipelineError(
      'bad_configuration',
      `the model reads embeddings of ${model.data.encoderId}, and this machine's encoder is ${encoder.id}`,
      { subject: model.data.encoderId },
    );
  }
}

/** The situation as an example of the model's own data. */
async function placed(
  { data: trained, settings }: ExportedModel,
  { exampleId, userId, timestampMs, turns, history }: Situation,
  { encoder, breathe }: { readonly encoder: SentenceEncoder; readonly breathe: Breathe },
): Promise<{ data: RecommenderData; example: RankingExample }> {
  const { vocabulary: words, textMean, ...kept } = trained;
  const texts = new EmbeddedTexts(encoder);
  const toExample = exampleBuilder({
    index: trained.catalogue.indexOf,
    texts,
    settings,
    sequences: trained.sequences,
  });
  const example = toExample({
    exampleId,
    source: 'dialog',
    split: 'test',
    userId: userId ?? '',
    timestampMs: timestampMs ?? 0,
    turns,
    history: timestampMs === null ? history.map((item) => ({ ...item, timestampMs: null })) : history,
    target: '',
  });
  const embedded = await texts.embed(breathe, undefined);
  const vocabulary = new Vocabulary(words);
  const textWords = texts.list().map((spoken) => vocabulary.read(spoken));
  const wordTexts =
    settings.dialogEncoder === 'tokens'
      ? await embedWords({ vocabulary: words, textWords, textMean }, { encoder, breathe })
      : null;
  const data: RecommenderData = {
    ...kept,
    texts: embedded.map((value, at) => value - (textMean[at % textMean.length] ?? 0)),
    textWords,
    wordTexts,
    vocabulary: words,
    textMean,
    textProjection: new Float32Array(trained.textDimension * settings.dimension),
    train: [],
    validation: [],
    test: [],
    skippedDialogs: [],
    fingerprint: '',
  };
  return { data, example };
}
