import type { SentenceRef } from '../reviews/review.ts';
import type { Mention } from './mention.ts';

/** Decayed sums over the mentions of one aspect: the sufficient statistics of an opinion. */
export interface OpinionSums {
  /** Sum of w(dt) score. */
  readonly weight: number;
  /** Sum of w(dt) score sentiment. */
  readonly signedWeight: number;
  /** Sum of w(dt). */
  readonly evidenceWeight: number;
  readonly mentions: readonly Mention[];
}

export const NO_OPINION: OpinionSums = { weight: 0, signedWeight: 0, evidenceWeight: 0, mentions: [] };

/** By aspect, from mentions strictly before t (the caller cuts them). */
export function sumByAspect(
  mentions: readonly Mention[],
  timestampMs: number,
  decay: (dtMs: number) => number,
): Map<number, OpinionSums> {
  const sums = new Map<number, { weight: number; signedWeight: number; evidenceWeight: number; mentions: Mention[] }>();
  for (const mention of mentions) {
    const own = sums.get(mention.aspectId) ?? { weight: 0, signedWeight: 0, evidenceWeight: 0, mentions: [] };
    const w = decay(timestampMs - mention.timestampMs);
    own.weight += w * mention.score;
    own.signedWeight += w * mention.score * mention.sentiment;
    own.evidenceWeight += w;
    own.mentions.push(mention);
    sums.set(mention.aspectId, own);
  }
  return sums;
}

/** (S + k m) / (W + k): the mean sentiment, shrunk to the population's by k pseudo-mentions. */
export function shrunkSentiment(sums: OpinionSums, populationSentiment: number, pseudoWeight: number): number {
  const weight = sums.weight + pseudoWeight;
  return weight <= 0 ? populationSentiment : (sums.signedWeight + pseudoWeight * populationSentiment) / weight;
}

const EVIDENCE_KEPT = 5;
/** Sentences this close to 0 speak for neither side. */
const NEUTRAL = 0.05;

/**
 * The sentences that bear the opinion out, strongest first: of its own sign, by decayed share times strength times how
 * well they quote. A sentence that says the opposite is no evidence, so that there may be none.
 */
export function pickEvidence(
  sums: OpinionSums,
  sentiment: number,
  timestampMs: number,
  decay: (dtMs: number) => number,
): SentenceRef[] {
  const side = Math.sign(sentiment);
  return sums.mentions
    .filter((mention) => Math.abs(mention.sentiment) >= NEUTRAL && Math.sign(mention.sentiment) === side)
    .map((mention) => ({
      mention,
      strength:
        decay(timestampMs - mention.timestampMs) * mention.score * Math.abs(mention.sentiment) * mention.quotability,
    }))
    .sort((a, b) => b.strength - a.strength || compareMentions(a.mention, b.mention))
    .slice(0, EVIDENCE_KEPT)
    .map(({ mention: { reviewId, sentenceIndex } }) => ({ reviewId, sentenceIndex }));
}

/** Newest first, then by id and place: the same order on every machine. */
function compareMentions(a: Mention, b: Mention): number {
  if (a.timestampMs !== b.timestampMs) return b.timestampMs - a.timestampMs;
  if (a.reviewId !== b.reviewId) return a.reviewId < b.reviewId ? -1 : 1;
  return a.sentenceIndex - b.sentenceIndex;
}
