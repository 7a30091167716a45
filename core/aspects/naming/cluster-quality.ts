import { centredRows, meanRow, normaliseRows, rowDot } from '../vectors.ts';
import type { PhraseCounts } from './phrase-counts.ts';

/** Reviews that use each phrase, and how many reviews there are. */
export interface PhraseReviews {
  readonly reviews: number;
  readonly using: ReadonlyMap<number, ReadonlySet<string>>;
}

/**
 * Coherence of a cluster's naming phrases: the mean over pairs of normalised pointwise mutual information (Bouma, 2009),
 *
 *   NPMI(a, b) = log(P(a, b) / (P(a) P(b))) / -log P(a, b),
 *
 * in [-1, 1]. The window is the review: in one sentence people name an aspect once. Half a review is added both to the
 * count of joint uses and to what chance would give, so that two rare phrases that never met are neither opposites (-1)
 * nor, by the smoothing alone, friends: they tell nothing (near 0).
 */
export function phraseCoherence(phrases: readonly number[], { reviews, using }: PhraseReviews): number {
  let sum = 0;
  let pairs = 0;
  for (const [place, first] of phrases.entries()) {
    for (const second of phrases.slice(place + 1)) {
      sum += npmi(using.get(first), using.get(second), reviews);
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}

const HALF = 0.5;

function npmi(
  first: ReadonlySet<string> | undefined,
  second: ReadonlySet<string> | undefined,
  reviews: number,
): number {
  if (first === undefined || second === undefined || reviews === 0) return 0;
  let together = 0;
  for (const review of first) if (second.has(review)) together++;
  const joint = Math.min(together + HALF, reviews);
  const byChance = (first.size * second.size) / reviews + HALF;
  const bound = -Math.log(joint / reviews);
  return bound <= 0 ? 1 : Math.max(-1, Math.min(1, Math.log(joint / byChance) / bound));
}

/** `reviewIds`: the review of each unit that was counted. */
export function phraseReviews(
  counts: PhraseCounts,
  phrases: ReadonlySet<number>,
  reviewIds: readonly string[],
): PhraseReviews {
  const using = new Map<number, Set<string>>([...phrases].map((phrase) => [phrase, new Set()]));
  for (const [unit, own] of counts.units.entries()) {
    const review = reviewIds[unit] ?? String(unit);
    for (const phrase of own) using.get(phrase)?.add(review);
  }
  return { reviews: new Set(reviewIds).size, using };
}

/** 1 - the highest cosine with another centroid, after the centroids' mean is taken off: raw cosines mislead (anisotropy). */
export function centredDistinctness(centroids: Float32Array, width: number): number[] {
  const centred = normaliseRows(centredRows(centroids, meanRow(centroids, width)), width);
  const clusters = centroids.length / width;
  return Array.from({ length: clusters }, (_, cluster) => {
    let nearest = -1;
    for (let other = 0; other < clusters; other++) {
      if (other !== cluster) nearest = Math.max(nearest, rowDot(centred, cluster, centred, other, width));
    }
    return 1 - nearest;
  });
}
