import type { AspectSentence } from '../aspects/aspect.ts';
import type { Review } from '../reviews/review.ts';
import type { Timed } from './timeline.ts';

/** One sentence's say on one aspect, with its review's time: what profiles and standings are sums of. */
export interface Mention extends Timed {
  readonly aspectId: number;
  /** Share of the aspect in the sentence, in (0, 1]. */
  readonly score: number;
  readonly sentiment: number;
  readonly reviewId: string;
  readonly sentenceIndex: number;
  /** How well the sentence reads as a quote, in (0, 1]. */
  readonly quotability: number;
}

const QUOTABLE_WORDS = { least: 5, most: 30 } as const;

/** Mentions of the aspects that count (the coherent ones), in the order of the reviews, then of the sentences. */
export function mentionsOf(
  reviews: readonly Review[],
  sentencesOf: (reviewId: string) => readonly AspectSentence[],
  counts: ReadonlySet<number>,
): Mention[] {
  return reviews.flatMap(({ reviewId, timestampMs }) =>
    sentencesOf(reviewId).flatMap(({ sentenceIndex, text, aspects }) => {
      const quotability = quotabilityOf(text);
      return aspects
        .filter((aspect) => counts.has(aspect.aspectId))
        .map(({ aspectId, score, sentiment }) => ({
          aspectId,
          score,
          sentiment,
          reviewId,
          sentenceIndex,
          timestampMs,
          quotability,
        }));
    }),
  );
}

/** 1 for a sentence of 5 to 30 words that ends like one; shorter ones say little, longer ones ramble. */
function quotabilityOf(text: string): number {
  const words = text.split(/\s+/u).length;
  if (words < QUOTABLE_WORDS.least) return 0.3;
  if (words > QUOTABLE_WORDS.most) return 0.4;
  const whole = /^[\p{Lu}\p{N}"'“]/u.test(text) && /[.!?"')”]$/u.test(text);
  return whole ? 1 : 0.8;
}
