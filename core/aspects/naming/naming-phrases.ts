import { stemOf } from '../../fidelity/words/lexemes.ts';
import type { PhraseCounts } from './phrase-counts.ts';
import { weighPhrases, type WeighedPhrase } from './weigh-phrases.ts';

export interface NamingPhrase extends WeighedPhrase {
  /** As commonly written: "ear pads". */
  readonly text: string;
}

const PHRASES_KEPT = 8;
/** Many candidates are redundant: so many are looked at. */
const PHRASES_WEIGHED = 60;

/**
 * The phrases of each cluster, strongest first (weigh-phrases.ts), none contained in another; none where nothing tells the
 * cluster from the others.
 */
export function namingPhrases(counts: PhraseCounts): NamingPhrase[][] {
  return weighPhrases(counts).map((weighed, cluster) =>
    mergeRedundant(weighed.slice(0, PHRASES_WEIGHED), counts, cluster).map((one) => ({
      ...one,
      text: counts.surfaces[one.phrase] ?? '',
    })),
  );
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
    if (stands) kept[place] = { one: { ...candidate, weight: other.one.weight }, stems };
  }
  return kept.map(({ one }) => one);
}

const contains = (longer: readonly string[], shorter: readonly string[]): boolean =>
  shorter.every((stem) => longer.includes(stem));
