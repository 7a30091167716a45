import { PipelineError } from '../errors.ts';
import type { AspectScore, AspectSentence } from './aspect.ts';
import type { AspectModel } from './aspect-model.ts';
import { aspectShares } from './assign-aspects.ts';
import { scoreSentiment } from './sentiment.ts';

/** A sentence of a review, before anything is known of it. */
export interface PlainSentence {
  readonly reviewId: string;
  readonly sentenceIndex: number;
  readonly text: string;
}

/**
 * Aspects and sentiment of sentences, in the order given: the one call behind `sentences.parquet` and `assign`.
 * Embeddings are (sentences.length, dimension), by the model's encoder. Synchronous: call it in blocks of a few
 * thousand where heartbeats must go out.
 */
export function describeSentences(
  model: AspectModel,
  sentences: readonly PlainSentence[],
  embeddings: Float32Array,
): AspectSentence[] {
  const texts = sentences.map((sentence) => sentence.text);
  const described = assignAspects(model, texts, embeddings);
  return sentences.map(({ reviewId, sentenceIndex, text }, index) => ({
    reviewId,
    sentenceIndex,
    text,
    aspects: described[index]?.aspects ?? [],
    sentiment: described[index]?.sentiment ?? 0,
  }));
}

/** As `describeSentences`, for texts that belong to no review. Strongest aspect first, at least one, at most three. */
export function assignAspects(
  model: AspectModel,
  texts: readonly string[],
  embeddings: Float32Array,
): { aspects: AspectScore[]; sentiment: number }[] {
  if (embeddings.length !== texts.length * model.head.dimension) {
    throw new PipelineError(
      'internal',
      `${texts.length} sentences do not fit ${embeddings.length} numbers of encoder "${model.encoderId}"`,
    );
  }
  const shares = aspectShares(model, embeddings);
  const sentiments = scoreSentiment(
    model,
    texts,
    embeddings,
    shares.map((own) => own.map((share) => share.aspectId)),
  );
  return shares.map((own, index) => ({
    aspects: own.map((share, place) => ({ ...share, sentiment: sentiments[index]?.byAspect[place] ?? 0 })),
    sentiment: sentiments[index]?.overall ?? 0,
  }));
}
