import { stemOf } from '../../fidelity/words/lexemes.ts';
import type { PhraseCounts } from './phrase-counts.ts';
import { weighPhrases, type WeighedPhrase } from './weigh-phrases.ts';

export interface NamingPhrase extends WeighedPhrase {
  /** As commonly written: "ear pads". */
  readonly text: string;
}

export interface ClusterName {
  /** Unique among the clusters. */
  readonly label: string;
  /** Strongest first, none contained in another; none where nothing tells the cluster from the others. */
  readonly phrases: readonly NamingPhrase[];
}

const PHRASES_KEPT = 8;
/** Many candidates are redundant: so many are looked at. */
const PHRASES_WEIGHED = 60;

/** Phrases and label of each cluster. See weigh-phrases.ts for the weights. */
export function nameClusters(counts: PhraseCounts): ClusterName[] {
  const phrases = weighPhrases(counts).map((weighed, cluster) =>
    mergeRedundant(weighed.slice(0, PHRASES_WEIGHED), counts, cluster).map((one) => ({
      ...one,
      text: counts.surfaces[one.phrase] ?? '',
    })),
  );
  const labels = uniqueLabels(phrases);
  return phrases.map((own, cluster) => ({ label: labels[cluster] ?? '', phrases: own }));
}

/**
 * Phrases of which one contains the other's words, inflected alike or not ("price", "prices", "asking price", "pricing"),
 * count as one. The stronger stands for both, with one exception: "ear pads" for "pads", where the longer phrase makes up
 * at least half of the shorter one's uses.
 */
function mergeRedundant(weighed: readonly WeighedPhrase[], counts: PhraseCounts, cluster: number): WeighedPhrase[] {
  const usesOf = ({ phrase }: WeighedPhrase): number => counts.byCluster[cluster * counts.lemmas.length + phrase] ?? 0;
  const stemsOf = ({ phrase }: WeighedPhrase): string[] => (counts.lemmas[phrase] ?? '').split(' ').map(stemOf);
  const kept: { one: WeighedPhrase; stems: string[] }[] = [];
  for (const candidate of weighed) {
    const stems = stemsOf(candidate);
    const place = kept.findIndex((other) => contains(other.stems, stems) || contains(stems, other.stems));
    const other = kept[place];
    if (other === undefined) {
      if (kept.length < PHRASES_KEPT) kept.push({ one: candidate, stems });
      continue;
    }
    const stands = stems.length > other.stems.length && usesOf(candidate) >= 0.5 * usesOf(other.one);
    if (stands) kept[place] = { one: { phrase: candidate.phrase, weight: other.one.weight }, stems };
  }
  return kept.map(({ one }) => one);
}

const contains = (longer: readonly string[], shorter: readonly string[]): boolean =>
  shorter.every((stem) => longer.includes(stem));

/** Each cluster takes its strongest phrase that no cluster with a stronger claim has taken, inflected alike or not. */
function uniqueLabels(phrases: readonly (readonly NamingPhrase[])[]): string[] {
  const claim = (cluster: number): number => phrases[cluster]?.[0]?.weight ?? 0;
  const order = [...phrases.keys()].sort((a, b) => claim(b) - claim(a) || a - b);
  // "Other" is what fits no cluster.
  const taken = new Set([stemmed('other')]);
  const labels = phrases.map(() => '');
  for (const cluster of order) {
    const own = phrases[cluster] ?? [];
    const label = own.find(({ text }) => !taken.has(stemmed(text)))?.text ?? `aspect ${cluster + 1}`;
    taken.add(stemmed(label));
    labels[cluster] = label;
  }
  return labels;
}

const stemmed = (text: string): string => text.split(' ').map(stemOf).join(' ');
