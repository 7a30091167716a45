import type { SentencePhrases } from '../text/phrases.ts';
import type { AspectCluster } from './aspect.ts';
import { nameClusters } from './cluster-names.ts';
import { centredDistinctness, phraseCoherence, phraseIndex } from './cluster-quality.ts';
import type { Clustering } from './spherical-k-means.ts';

/** Below this share of an even split a cluster is a remnant, not an aspect. */
const MIN_SHARE_OF_EVEN = 0.1;
/** Below this centred distinctness it repeats another cluster. */
const MIN_DISTINCTNESS = 0.05;
/** Below this share of its sentences that use one of its phrases, the phrases do not say what it is about. */
const MIN_COVERAGE = 0.1;

/**
 * The clusters as people read them. A cluster is coherent where it has at least a tenth of an even share of the
 * sentences, two naming phrases that at least a tenth of its sentences use, and is not the double of another. The rest
 * are marked and shown, and kept out of plans.
 */
export function describeClusters(
  phrases: readonly SentencePhrases[],
  clustering: Clustering,
  width: number,
): { clusters: AspectCluster[] } {
  const count = clustering.centroids.length / width;
  const names = nameClusters(phrases, clustering.assignment, count);
  const wanted = new Set(names.flatMap((name) => name.phrases.map((phrase) => phrase.lemma)));
  const uses = phraseIndex(phrases, wanted);
  const distinctness = centredDistinctness(clustering.centroids, width);
  const members = Array.from({ length: count }, () => new Set<number>());
  for (const [sentence, cluster] of clustering.assignment.entries()) members[cluster]?.add(sentence);
  const clusters = names.map((name, aspectId) => {
    const own = members[aspectId] ?? new Set<number>();
    const lemmas = name.phrases.map((phrase) => phrase.lemma);
    const covered = new Set(lemmas.flatMap((lemma) => [...(uses.get(lemma) ?? [])].filter((row) => own.has(row))));
    const distinct = distinctness[aspectId] ?? 0;
    return {
      aspectId,
      label: name.label,
      phrases: name.phrases.map(({ phrase, weight }) => ({ phrase, weight })),
      size: own.size,
      coherence: phraseCoherence(lemmas, uses, phrases.length),
      distinctness: distinct,
      coherent:
        own.size >= (MIN_SHARE_OF_EVEN * phrases.length) / count &&
        lemmas.length >= 2 &&
        covered.size >= MIN_COVERAGE * own.size &&
        distinct >= MIN_DISTINCTNESS,
    };
  });
  return { clusters };
}
