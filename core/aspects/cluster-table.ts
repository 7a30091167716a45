import type { SentencePhrases } from '../text/phrases.ts';
import type { AspectCluster } from './aspect.ts';
import { centralityAmong, EQUALLY_CENTRAL, focusAmong } from './naming/centrality.ts';
import { chooseLabels } from './naming/choose-labels.ts';
import { centredDistinctness, phraseCoherence, phraseReviews } from './naming/cluster-quality.ts';
import { clusterExamples, type ExampleSource } from './naming/examples.ts';
import { namingPhrases } from './naming/naming-phrases.ts';
import { countPhrases, judgedRatio } from './naming/phrase-counts.ts';
import { incoherence } from './naming/verdict.ts';
import type { Clustering } from './spherical-k-means.ts';

/**
 * The clusters as people read them: label, phrases, figures, examples. Incoherent ones (naming/verdict.ts) are marked and
 * shown, and kept out of plans. Fits that leave out units which name nothing (naming/nameable-units.ts) have fewer of
 * them. `assignment` may hold numbers beyond the centroids, for units of none. Without `source` each unit counts as a
 * review of its own, labels are the strongest phrases, and there are no examples.
 */
export function describeClusters(
  phrases: readonly SentencePhrases[],
  { assignment, centroids }: Pick<Clustering, 'assignment' | 'centroids'>,
  width: number,
  source?: ExampleSource,
): { clusters: AspectCluster[] } {
  const count = centroids.length / width;
  const counts = countPhrases(phrases, assignment, count);
  const naming = namingPhrases(counts);
  const wanted = new Set(naming.flat().map(({ phrase }) => phrase));
  const centrality =
    source === undefined ? EQUALLY_CENTRAL : centralityAmong(counts, wanted, source.rows, centroids, width);
  const focus = source === undefined ? [] : focusAmong(naming, centrality, assignment, source.rows, centroids, width);
  const labels = chooseLabels(naming, centrality);
  const reviews = phraseReviews(counts, wanted, source?.reviewIds ?? [...phrases.keys()].map(String));
  const distinctness = centredDistinctness(centroids, width);
  const examples = source === undefined ? [] : clusterExamples(source, assignment, centroids, width);
  const clusters = naming.map((namedBy, aspectId): AspectCluster => {
    const size = counts.sizes[aspectId] ?? 0;
    const own = namedBy.map(({ phrase }) => phrase);
    const figures = {
      clarity: namedBy.reduce((sum, { weight }) => sum + weight, 0),
      coherence: phraseCoherence(own, reviews),
      distinctness: distinctness[aspectId] ?? 0,
    };
    const doubt = incoherence({
      ...figures,
      share: size / Math.max(1, phrases.length),
      clusters: count,
      judged: judgedRatio(counts, own),
      focus: focus[aspectId] ?? null,
      phrases: own.length,
    });
    return {
      aspectId,
      label: labels[aspectId] ?? '',
      phrases: namedBy.map(({ text, weight }) => ({ phrase: text, weight })),
      size,
      ...figures,
      coherent: doubt === null,
      ...(doubt === null ? {} : { doubt }),
      examples: examples[aspectId] ?? [],
    };
  });
  return { clusters };
}
