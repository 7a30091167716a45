import { GENERIC_NOUNS } from './generic-nouns.ts';
import { judgedShare, lastWord, type PhraseCounts } from './phrase-counts.ts';

/**
 * What a phrase says of a cluster: class-based TF-IDF (Grootendorst, 2022), all units of a cluster taken as one document,
 * times two factors of our own that tell aspects from whatever else people mention:
 *
 *   W(p, c) = tf(p, c) / n_c * log(1 + A / f_p)          class-based TF-IDF
 *             * max(0, 1 - 2 / r(p, c))                  excess: r, the rate in the cluster over the rate elsewhere
 *             * j_p / (j_p + J) * noun_p * (1 - named_p)^2        aspectness
 *
 * tf is counted once a unit, n_c is the number of phrases in the cluster, f_p the phrase's count everywhere, A the mean
 * number of phrases a cluster. j_p is the share of the phrase's uses that voice an opinion of it, shrunk to the share J of
 * all phrases: reviewers judge the service and the strap, hardly ever Phoenix, the afternoon or a star. named_p is the
 * share of uses written as a name: brands and cities; noun_p the share of its last word's uses in which that is a noun
 * ("parking") and no verb ("looking"), over 0.3 and at most 1. Words that name no aspect of anything ("thing") weigh a tenth.
 */
export interface WeighedPhrase {
  /** Number of the phrase in the counts. */
  readonly phrase: number;
  readonly weight: number;
  /** Names no aspect of anything. */
  readonly generic: boolean;
}

/** A phrase must be seen this often in its cluster, where the cluster is large enough to ask for it. */
export const MIN_COUNT = 3;
/** Phrases no more than so many times as frequent in the cluster as elsewhere do not tell it from the others. */
const MIN_RATIO = 2;
/** Uses of an average phrase that stand in for missing evidence on how often a phrase is judged. */
const PRIOR_USES = 10;
const GENERIC_PENALTY = 0.1;
/** Taggers take many a noun of the trade ("pedal", "stands") for a verb: from this share of noun uses on it counts as one. */
const SURE_NOUN = 0.3;

/** For each cluster its phrases by falling weight, those of weight 0 left out; ties by code-point order of the lemmas. */
export function weighPhrases(counts: PhraseCounts): WeighedPhrase[][] {
  const aspectness = aspectnessOf(counts);
  const generic = genericPhrases(counts);
  const phrases = counts.lemmas.length;
  const uses = Array.from({ length: counts.clusters }, (_, cluster) =>
    counts.byCluster.subarray(cluster * phrases, (cluster + 1) * phrases).reduce((sum, count) => sum + count, 0),
  );
  const meanUses = uses.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.clusters);
  return uses.map((ownUses, cluster) => {
    const own = counts.byCluster.subarray(cluster * phrases, (cluster + 1) * phrases);
    const enough = own.some((count) => count >= MIN_COUNT) ? MIN_COUNT : 1;
    const weighed: WeighedPhrase[] = [];
    for (const [phrase, count] of own.entries()) {
      if (count < enough) continue;
      const tfIdf = (count / ownUses) * Math.log(1 + meanUses / (counts.total[phrase] ?? 1));
      const excess = Math.max(0, 1 - MIN_RATIO / rateRatio(counts, phrase, cluster));
      const weight = tfIdf * excess * (aspectness[phrase] ?? 0);
      if (weight > 0) weighed.push({ phrase, weight, generic: generic[phrase] ?? false });
    }
    return weighed.sort((a, b) => b.weight - a.weight || a.phrase - b.phrase);
  });
}

/** The phrase's rate among the cluster's units over its rate among all others; infinite where there are no others. */
export function rateRatio(counts: PhraseCounts, phrase: number, cluster: number): number {
  const inside = counts.byCluster[cluster * counts.lemmas.length + phrase] ?? 0;
  const size = counts.sizes[cluster] ?? 0;
  const others = counts.units.length - size;
  const outside = (counts.total[phrase] ?? 0) - inside;
  if (outside === 0 || others === 0) return inside > 0 ? Infinity : 0;
  return inside / Math.max(1, size) / (outside / others);
}

/** (V) in [0, 1]: how far a phrase is something that people judge, 1/2 where it is judged as often as the average phrase. */
export function aspectnessOf(counts: PhraseCounts): Float64Array {
  const meanJudged = judgedShare(counts, counts.total.keys());
  const generic = genericPhrases(counts);
  return Float64Array.from(counts.lemmas, (_, phrase) => {
    const total = counts.total[phrase] ?? 0;
    const judged = ((counts.judged[phrase] ?? 0) + PRIOR_USES * meanJudged) / (total + PRIOR_USES);
    const opined = meanJudged === 0 ? 0.5 : judged / (judged + meanJudged);
    const named = (counts.named[phrase] ?? 0) / Math.max(1, total);
    const noun = Math.min(1, (counts.nounShare[phrase] ?? 1) / SURE_NOUN);
    return opined * noun * (1 - named) ** 2 * (generic[phrase] === true ? GENERIC_PENALTY : 1);
  });
}

/** (V) "First thing", "last weekend", "star review"; but "battery life" and "wait time" are of what their first noun is of. */
function genericPhrases(counts: PhraseCounts): boolean[] {
  const nouns = new Set(counts.lemmas.filter((_, phrase) => (counts.total[phrase] ?? 0) >= MIN_COUNT));
  const isSpecific = (word: string): boolean => nouns.has(word) && !GENERIC_NOUNS.has(word);
  return counts.lemmas.map(
    (lemma) => GENERIC_NOUNS.has(lastWord(lemma)) && !counts.fixed.has(lemma) && !lemma.split(' ').some(isSpecific),
  );
}
