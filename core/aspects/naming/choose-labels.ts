import { stemOf } from '../../fidelity/words/lexemes.ts';
import type { Centrality } from './centrality.ts';
import type { NamingPhrase } from './naming-phrases.ts';

/** What fits no cluster is called so. */
export const OTHER_LABEL = 'other';

/**
 * A label for each cluster: of its naming phrases the one of the highest weight times centrality, so that a strong phrase
 * from the cluster's rim does not speak for it; a generic one only where there is no other. Each cluster takes its best phrase that no cluster with a stronger claim
 * has taken, inflected alike or not; ties by place.
 */
export function chooseLabels(phrases: readonly (readonly NamingPhrase[])[], centrality: Centrality): string[] {
  const ranked = phrases.map((own, cluster) =>
    own
      .map((one, place) => ({ ...one, place, claim: one.weight * centrality(one.phrase, cluster) }))
      .sort((a, b) => Number(a.generic) - Number(b.generic) || b.claim - a.claim || a.place - b.place),
  );
  const claim = (cluster: number): number => ranked[cluster]?.[0]?.claim ?? 0;
  const order = [...ranked.keys()].sort((a, b) => claim(b) - claim(a) || a - b);
  const taken = new Set([stemmed(OTHER_LABEL)]);
  const labels = ranked.map(() => '');
  for (const cluster of order) {
    const free = ranked[cluster]?.find(({ text }) => !taken.has(stemmed(text)));
    const label = free?.text ?? `aspect ${cluster + 1}`;
    taken.add(stemmed(label));
    labels[cluster] = label;
  }
  return labels;
}

const stemmed = (text: string): string => text.split(' ').map(stemOf).join(' ');
