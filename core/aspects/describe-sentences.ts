import { PipelineError } from '../errors.ts';
import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { countWords } from '../text/sentences.ts';
import type { AspectScore, AspectSentence } from './aspect.ts';
import type { AspectModel } from './aspect-model.ts';
import { aspectShares, strongestShares, type AspectShare } from './assign-aspects.ts';
import { overallSentiment, scoreUnits } from './sentiment.ts';
import { unitsOf, type Units } from './units.ts';

/** A sentence of a review, before anything is known of it. */
export interface PlainSentence {
  readonly reviewId: string;
  readonly sentenceIndex: number;
  readonly text: string;
}

/**
 * Aspects and sentiment of sentences, in the order given: the one call behind `sentences.parquet` and `assign`. Call it
 * in blocks of a few thousand, so that heartbeats go out. Throws `artefact_invalid` for another encoder than the model's.
 */
export async function describeSentences(
  model: AspectModel,
  sentences: readonly PlainSentence[],
  encoder: SentenceEncoder,
): Promise<AspectSentence[]> {
  const texts = sentences.map((sentence) => sentence.text);
  const described = await assignAspects(model, texts, encoder);
  return sentences.map(({ reviewId, sentenceIndex, text }, index) => ({
    reviewId,
    sentenceIndex,
    text,
    aspects: described[index]?.aspects ?? [],
    sentiment: described[index]?.sentiment ?? 0,
  }));
}

export interface DescribedText {
  /** Strongest first, at least one, at most three. */
  readonly aspects: AspectScore[];
  readonly sentiment: number;
}

/** As `describeSentences`, for texts that belong to no review. */
export async function assignAspects(
  model: AspectModel,
  texts: readonly string[],
  encoder: SentenceEncoder,
): Promise<DescribedText[]> {
  if (encoder.id !== model.encoderId) {
    throw new PipelineError(
      'artefact_invalid',
      `the aspects were fitted with encoder ${model.encoderId}, here is ${encoder.id}`,
    );
  }
  const units = unitsOf(texts);
  const embeddings = await encoder.encode(units.texts);
  const shares = aspectShares(model, embeddings);
  const whole = await wholeShares(model, units, texts, encoder);
  const sentiments = scoreUnits(model.sentiment, units.texts, embeddings);
  return texts.map((_, index) => {
    const places = range(units.starts[index] ?? 0, units.starts[index + 1] ?? 0);
    return merged(
      places.map((place) => ({
        shares: shares[place] ?? [],
        sentiment: sentiments[place] ?? 0,
        words: Math.max(1, countWords(units.texts[place] ?? '')),
      })),
      whole.get(index) ?? [],
    );
  });
}

/**
 * Shares of the whole sentences, for those of several clauses; the others' one clause is all of them. Costs an encoding
 * more for each.
 */
async function wholeShares(
  model: AspectModel,
  units: Units,
  texts: readonly string[],
  encoder: SentenceEncoder,
): Promise<ReadonlyMap<number, readonly AspectShare[]>> {
  const split = [...texts.keys()].filter((index) => (units.starts[index + 1] ?? 0) - (units.starts[index] ?? 0) > 1);
  const shares = aspectShares(model, await encoder.encode(split.map((index) => texts[index] ?? '')));
  return new Map(split.map((index, row) => [index, shares[row] ?? []]));
}

interface DescribedUnit {
  /** Of all aspects. */
  readonly shares: readonly AspectShare[];
  readonly sentiment: number;
  readonly words: number;
}

/**
 * What the whole sentence says of its aspects, beside its clauses. Measured on labelled restaurant sentences: clauses
 * alone find the leading aspect less often (-3 points of F1: in "we came late, and the staff was rude" both count as
 * much), the sentence alone loses second aspects.
 */
const WHOLE = 0.5;

/**
 * A sentence of its units: an aspect's score is half its share in the whole sentence, half the units' mean, weighted by
 * their words; its sentiment the mean of the units that speak of it, weighted by how much they do. Squared: what a unit
 * hardly speaks of says hardly anything.
 */
function merged(units: readonly DescribedUnit[], whole: readonly AspectShare[]): DescribedText {
  const part = whole.length === 0 ? 1 : 1 - WHOLE;
  const words = units.reduce((sum, unit) => sum + unit.words, 0);
  const sums = new Map<number, { score: number; weight: number; signed: number }>();
  for (const unit of units) {
    for (const { aspectId, score } of unit.shares) {
      const own = sums.get(aspectId) ?? { score: 0, weight: 0, signed: 0 };
      own.score += (part * score * unit.words) / words;
      own.weight += score ** 2;
      own.signed += score ** 2 * unit.sentiment;
      sums.set(aspectId, own);
    }
  }
  for (const { aspectId, score } of whole) {
    const own = sums.get(aspectId);
    if (own !== undefined) own.score += (1 - part) * score;
  }
  const shares = [...sums].map(([aspectId, { score }]) => ({ aspectId, score }));
  return {
    aspects: strongestShares(shares).map((share) => {
      const { weight, signed } = sums.get(share.aspectId) ?? { weight: 1, signed: 0 };
      return { ...share, sentiment: signed / weight };
    }),
    sentiment: overallSentiment(units.map((unit) => unit.sentiment)),
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
