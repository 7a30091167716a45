import type { SentencePhrases } from '../text/phrases.ts';

/**
 * Names of clusters by class-based TF-IDF (Grootendorst, 2022) over lemmatised noun phrases: all sentences of a cluster
 * are one document, and a phrase weighs
 *
 *   W(p, c) = tf(p, c) / n_c  *  log(1 + A / f_p)
 *
 * with tf counted once a sentence, n_c the phrases of the cluster, f_p the phrase's count everywhere and A the mean
 * number of phrases a cluster. Departures: words that name no aspect of anything ("thing", "star", "review") are
 * pushed down, and phrases that contain each other are merged.
 */
export interface ClusterName {
  readonly label: string;
  readonly phrases: readonly { readonly phrase: string; readonly lemma: string; readonly weight: number }[];
}

const PHRASES_KEPT = 8;
/** A phrase must be seen this often in its cluster, where the cluster is large enough to ask for it. */
const MIN_COUNT = 3;
const GENERIC_PENALTY = 0.1;

const GENERIC = new Set(
  (
    'thing something anything everything nothing lot bit way time day week month year hour minute one two three ' +
    'star review reviewer product item amazon yelp stuff kind sort type part side end top bottom fact case point ' +
    'reason problem issue people person guy man someone everyone anyone friend husband wife son daughter kid couple ' +
    'place money dollar buck ok okay hand number rest set use need want order purchase buy pair piece plenty ' +
    'half first second last other same mine job work fan pro con doubt question idea choice option update ' +
    'decision opinion title word hype future brand company difference em experience rating ' +
    'today yesterday tonight night morning wow lol etc'
  ).split(' '),
);

interface Counts {
  /** Per cluster: phrase to number of sentences. */
  readonly byCluster: readonly Map<string, number>[];
  readonly total: Map<string, number>;
}

export function nameClusters(
  sentences: readonly SentencePhrases[],
  assignment: ArrayLike<number>,
  clusters: number,
): ClusterName[] {
  const phraseCounts = countBy(
    sentences.map((found) => found.phrases.map((phrase) => phrase.lemma)),
    assignment,
    clusters,
  );
  const surfaces = commonSurfaces(sentences);
  const phrases = weigh(phraseCounts).map((weighed, cluster) => {
    const merged = mergeRedundant(weighed, phraseCounts.byCluster[cluster] ?? new Map());
    const shown = merged.map(({ lemma, weight }) => ({ phrase: surfaces.get(lemma) ?? lemma, lemma, weight }));
    // A lemmatiser that errs on one use of a word leaves two lemmas that are written alike.
    return shown.filter((one, place) => shown.findIndex((other) => other.phrase === one.phrase) === place);
  });
  const labels = uniqueLabels(phrases);
  return phrases.map((found, cluster) => ({
    label: labels[cluster] ?? `aspect ${cluster + 1}`,
    phrases: found,
  }));
}

function countBy(sentences: readonly (readonly string[])[], assignment: ArrayLike<number>, clusters: number): Counts {
  const byCluster = Array.from({ length: clusters }, () => new Map<string, number>());
  const total = new Map<string, number>();
  for (const [index, found] of sentences.entries()) {
    const own = byCluster[assignment[index] ?? -1];
    if (own === undefined) continue;
    for (const phrase of new Set(found)) {
      own.set(phrase, (own.get(phrase) ?? 0) + 1);
      total.set(phrase, (total.get(phrase) ?? 0) + 1);
    }
  }
  return { byCluster, total };
}

interface Weighed {
  readonly lemma: string;
  readonly weight: number;
}

function weigh(counts: Counts): Weighed[][] {
  const sizes = counts.byCluster.map((own) => [...own.values()].reduce((sum, count) => sum + count, 0));
  const meanSize = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  return counts.byCluster.map((own, cluster) => {
    const size = sizes[cluster] ?? 0;
    const enough = Math.max(...own.values(), 0) >= MIN_COUNT ? MIN_COUNT : 1;
    return [...own]
      .filter(([, count]) => count >= enough)
      .map(([lemma, count]) => ({
        lemma,
        weight: (count / size) * Math.log(1 + meanSize / (counts.total.get(lemma) ?? 1)) * generality(lemma),
      }))
      .sort(byWeight);
  });
}

/** Code-point order breaks ties: never the order in which phrases were met. */
function byWeight(a: Weighed, b: Weighed): number {
  return b.weight - a.weight || (a.lemma < b.lemma ? -1 : 1);
}

function generality(lemma: string): number {
  return lemma.split(' ').every((word) => GENERIC.has(word)) || GENERIC.has(lemma.split(' ').at(-1) ?? '')
    ? GENERIC_PENALTY
    : 1;
}

/** "pad" and "ear pad": the longer one stands for both where it makes up at least half of the shorter one's uses. */
function mergeRedundant(weighed: readonly Weighed[], counts: ReadonlyMap<string, number>): Weighed[] {
  const kept: Weighed[] = [];
  for (const candidate of weighed) {
    const overlap = kept.findIndex(
      (other) => contains(other.lemma, candidate.lemma) || contains(candidate.lemma, other.lemma),
    );
    const other = kept[overlap];
    if (other === undefined) {
      if (kept.length < PHRASES_KEPT) kept.push(candidate);
      continue;
    }
    const longer = candidate.lemma.length > other.lemma.length;
    const share = (counts.get(candidate.lemma) ?? 0) / Math.max(1, counts.get(other.lemma) ?? 1);
    if (longer && share >= 0.5) kept[overlap] = { lemma: candidate.lemma, weight: other.weight };
  }
  return kept;
}

function contains(longer: string, shorter: string): boolean {
  return ` ${longer} `.includes(` ${shorter} `);
}

/** The most frequent way of writing each lemma phrase ("ear pads"); ties by code-point order. */
function commonSurfaces(sentences: readonly SentencePhrases[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { phrases } of sentences) {
    for (const { lemma, surface } of phrases) {
      const own = counts.get(lemma) ?? new Map<string, number>();
      own.set(surface, (own.get(surface) ?? 0) + 1);
      counts.set(lemma, own);
    }
  }
  const best = new Map<string, string>();
  for (const [lemma, own] of counts) {
    const [first] = [...own].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (first !== undefined) best.set(lemma, first[0]);
  }
  return best;
}

/** Each cluster takes its strongest phrase that no cluster with a stronger claim has taken. */
function uniqueLabels(phrases: readonly (readonly { phrase: string; weight: number }[])[]): string[] {
  const order = [...phrases.keys()].sort(
    (a, b) => (phrases[b]?.[0]?.weight ?? 0) - (phrases[a]?.[0]?.weight ?? 0) || a - b,
  );
  const taken = new Set<string>();
  const labels = phrases.map(() => '');
  for (const cluster of order) {
    const own = phrases[cluster] ?? [];
    const free = own.find((candidate) => !taken.has(candidate.phrase))?.phrase;
    const joined = own.length > 1 ? `${own[0]?.phrase} and ${own[1]?.phrase}` : '';
    const label = free ?? (joined !== '' && !taken.has(joined) ? joined : `aspect ${cluster + 1}`);
    taken.add(label);
    labels[cluster] = label;
  }
  return labels;
}
