import type { SentencePhrases } from '../text/phrases.ts';
import { centredRows, meanRow, normaliseRows, rowDot } from './vectors.ts';

/**
 * Coherence of a cluster's naming phrases: the mean over pairs of normalised pointwise mutual information (Bouma, 2009),
 *
 *   NPMI(a, b) = log(P(a, b) / (P(a) P(b))) / -log P(a, b),
 *
 * in [-1, 1]. The window is the sentence: phrases of one aspect are said together in one breath. Half a sentence is
 * added to each joint count, so that two rare phrases that never met are not counted as opposites (-1).
 */
export function phraseCoherence(
  phrases: readonly string[],
  sentencesOf: ReadonlyMap<string, ReadonlySet<number>>,
  sentences: number,
): number {
  let sum = 0;
  let pairs = 0;
  for (const [place, first] of phrases.entries()) {
    for (const second of phrases.slice(place + 1)) {
      sum += npmi(sentencesOf.get(first), sentencesOf.get(second), sentences);
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}

function npmi(
  first: ReadonlySet<number> | undefined,
  second: ReadonlySet<number> | undefined,
  sentences: number,
): number {
  if (first === undefined || second === undefined || sentences === 0) return 0;
  let together = 0;
  for (const sentence of first) if (second.has(sentence)) together++;
  const joint = Math.min((together + 0.5) / sentences, 1);
  const lift = Math.log(joint / ((first.size / sentences) * (second.size / sentences)));
  const bound = -Math.log(joint);
  return bound <= 0 ? 1 : Math.max(-1, Math.min(1, lift / bound));
}

/** Which sentences use each of the phrases. */
export function phraseIndex(
  sentences: readonly SentencePhrases[],
  phrases: ReadonlySet<string>,
): Map<string, Set<number>> {
  const index = new Map<string, Set<number>>();
  for (const [sentence, found] of sentences.entries()) {
    for (const { lemma } of found.phrases) {
      if (!phrases.has(lemma)) continue;
      const uses = index.get(lemma) ?? new Set<number>();
      uses.add(sentence);
      index.set(lemma, uses);
    }
  }
  return index;
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
