import type { SentenceRef } from '../reviews/review.ts';
import type { Described, MentionTimelines } from './columns/mention-timelines.ts';
import { mentionsEnd } from './columns/mention-timelines.ts';
import type { OpinionSums } from './running-sums.ts';

/** (S + kappa m) / (W + kappa): the mean sentiment, shrunk to the population's by kappa pseudo-mentions. */
export function shrunkSentiment(sums: OpinionSums, populationSentiment: number, pseudoWeight: number): number {
  const weight = sums.weight + pseudoWeight;
  return weight <= 0 ? populationSentiment : (sums.signedWeight + pseudoWeight * populationSentiment) / weight;
}

const EVIDENCE_KEPT = 5;
/** Latest mentions of an aspect that evidence is chosen from: bounded, so that a look-up costs the same for any past. */
const LOOKED_THROUGH = 64;
/** Sentences this close to 0 speak for neither side. */
const NEUTRAL = 0.05;

/**
 * The sentences that bear the opinion out, strongest first: of its own sign, by decayed share times strength times how
 * well they quote, among the aspect's latest 64 before t. A sentence that says the opposite is no evidence, so that there
 * may be none. Equal strength: the latest first.
 */
export function pickEvidence(
  of: Described,
  timelines: MentionTimelines,
  pair: number,
  asked: { readonly timestampMs: number; readonly sentiment: number; readonly gamma: number },
): SentenceRef[] {
  const end = mentionsEnd(timelines, pair, asked.timestampMs);
  const from = Math.max(timelines.mentionStarts[pair] ?? 0, end - LOOKED_THROUGH);
  const strongest: { readonly place: number; readonly strength: number }[] = [];
  for (let place = end - 1; place >= from; place--) {
    const row = timelines.mentions[place] ?? 0;
    const sentiment = of.sentences.sentimentOf(row);
    if (Math.abs(sentiment) < NEUTRAL || Math.sign(sentiment) !== Math.sign(asked.sentiment)) continue;
    const kept = Math.exp(-asked.gamma * (asked.timestampMs - timelines.timeOf(place)));
    const quotability = of.sentences.quotability(of.sentences.sentenceOf(row));
    strongest.push({ place, strength: kept * of.sentences.scoreOf(row) * Math.abs(sentiment) * quotability });
  }
  // Latest first before a stable sort: places stand by time, id and sentence, the same on every machine.
  return strongest
    .sort((a, b) => b.strength - a.strength)
    .slice(0, EVIDENCE_KEPT)
    .map(({ place }) => refOf(of, timelines, place));
}

/** The sentence of one mention. */
export function refOf(of: Described, timelines: MentionTimelines, place: number): SentenceRef {
  const sentence = of.sentences.sentenceOf(timelines.mentions[place] ?? 0);
  return {
    reviewId: of.reviews.ids.id(of.sentences.reviewOf(sentence)),
    sentenceIndex: of.sentences.indexOf(sentence),
  };
}
