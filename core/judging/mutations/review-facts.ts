import type { AspectSentence } from '../../aspects/aspect.ts';
import type { DialogPlan } from '../../planning/dialog-plan.ts';
import { polarityOf } from '../../planning/polarity.ts';
import type { EvidenceBase } from '../../profiles/evidence-base.ts';
import type { Review } from '../../reviews/review.ts';

/** What reviews say, for telling a lie from something that somebody could honestly say. */

const byItem = new WeakMap<EvidenceBase, ReadonlyMap<string, readonly Review[]>>();

/** Every review of an item, whenever written, by time. */
export function reviewsOfItem(base: EvidenceBase, itemId: string): readonly Review[] {
  let index = byItem.get(base);
  if (!index) {
    const lists = new Map<string, Review[]>();
    for (const review of base.reviews) {
      const list = lists.get(review.itemId);
      if (list) list.push(review);
      else lists.set(review.itemId, [review]);
    }
    index = lists;
    byItem.set(base, index);
  }
  return index.get(itemId) ?? [];
}

export const labelOf = (base: EvidenceBase, aspectId: number): string =>
  base.clusters.find((cluster) => cluster.aspectId === aspectId)?.label ?? `aspect ${aspectId}`;

/** Aspects that a plan may speak of. */
export const coherentAspects = (base: EvidenceBase): number[] =>
  base.clusters.filter(({ coherent }) => coherent).map(({ aspectId }) => aspectId);

export interface Voices {
  readonly positive: number;
  readonly negative: number;
  readonly neutral: number;
}

/** How many of these sentences speak for and against an aspect. */
export function voicesOn(sentences: readonly AspectSentence[], aspectId: number): Voices {
  const voices = { positive: 0, negative: 0, neutral: 0 };
  for (const { aspects } of sentences) {
    for (const aspect of aspects) if (aspect.aspectId === aspectId) voices[polarityOf(aspect.sentiment)] += 1;
  }
  return voices;
}

export function communitySentences(plan: DialogPlan, base: EvidenceBase, itemId: string): AspectSentence[] {
  return base.itemReviewsBefore(itemId, plan.timestampMs).flatMap((review) => base.sentencesOf(review.reviewId));
}

export function ownSentences(plan: DialogPlan, base: EvidenceBase, itemId: string): AspectSentence[] {
  return base
    .userReviewsBefore(plan.userId, plan.timestampMs)
    .filter((review) => review.itemId === itemId)
    .flatMap((review) => base.sentencesOf(review.reviewId));
}

/** Words alone, for telling whether a text stands in another whatever its punctuation. */
export const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

/** Long enough to be recognised and short enough to be said, without marks that would end the quotation. */
export const isQuotable = (text: string): boolean => {
  const count = wordsOf(text).split(' ').length;
  return count >= 6 && count <= 40 && !/["“”\n]/.test(text);
};
