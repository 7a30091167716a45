import type { NounPhrase, SentencePhrases } from '../../text/phrases.ts';

/**
 * Noun phrases counted by cluster, once a unit. Phrases are numbered 0..V-1 by code-point order of their lemmas, so that
 * nothing depends on the order in which they were met.
 */
export interface PhraseCounts {
  readonly clusters: number;
  /** (V) */
  readonly lemmas: readonly string[];
  /** (V) The commonest way of writing each lemma phrase ("ear pads"); ties by code-point order. */
  readonly surfaces: readonly string[];
  /** (V) Units that use the phrase. */
  readonly total: Int32Array;
  /** (V) Of them, those that voice an opinion of it. */
  readonly judged: Int32Array;
  /** (V) Of them, those that write it as a name. */
  readonly named: Int32Array;
  /** (V) Share of the uses of the phrase's last word, as written, in which it is a noun and no verb. */
  readonly nounShare: Float64Array;
  /** Lemmas of fixed expressions: "happy hour". */
  readonly fixed: ReadonlySet<string>;
  /** (clusters, V), row-major. */
  readonly byCluster: Int32Array;
  /** Units of each cluster. */
  readonly sizes: readonly number[];
  /** Phrases of each unit, ascending, each once. */
  readonly units: readonly Int32Array[];
}

/** Units whose assignment is no cluster (below 0 or from `clusters` on) count as text outside all of them. */
export function countPhrases(
  found: readonly SentencePhrases[],
  assignment: ArrayLike<number>,
  clusters: number,
): PhraseCounts {
  const fixed = fixedExpressions(found);
  const uses = found.map(({ phrases }) => usesOf(phrases, fixed));
  const lemmaOf = commonest(uses, 'surface', 'lemma');
  const surfaceOf = commonest(uses, 'lemma', 'surface');
  const lemmas = [...new Set(lemmaOf.values())].sort(byCodePoint);
  const surfaces = lemmas.map((lemma) => surfaceOf.get(lemma) ?? lemma);
  const numbers = new Map(lemmas.map((lemma, number) => [lemma, number]));
  const size = lemmas.length;
  const counts = {
    total: new Int32Array(size),
    judged: new Int32Array(size),
    named: new Int32Array(size),
    byCluster: new Int32Array(clusters * size),
  };
  const sizes = Array.from({ length: clusters }, () => 0);
  const units = uses.map((phrases, unit) => {
    const cluster = assignment[unit] ?? -1;
    const isOurs = cluster >= 0 && cluster < clusters;
    if (isOurs) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    const merged = mergeUses(phrases, (surface) => numbers.get(lemmaOf.get(surface) ?? '') ?? 0);
    for (const [number, use] of merged) {
      increment(counts.total, number);
      if (use.judged) increment(counts.judged, number);
      if (use.named) increment(counts.named, number);
      if (isOurs) increment(counts.byCluster, cluster * size + number);
    }
    return Int32Array.from(merged.keys()).sort();
  });
  return { clusters, lemmas, surfaces, ...counts, nounShare: nounShares(found, surfaces), fixed, sizes, units };
}

const increment = (counts: Int32Array, place: number): void => {
  counts[place] = (counts[place] ?? 0) + 1;
};

type Use = Pick<NounPhrase, 'judged' | 'named'>;

/** One unit's phrases by number: judged or named where one of its uses is. */
function mergeUses(phrases: readonly NounPhrase[], numberOf: (surface: string) => number): Map<number, Use> {
  const merged = new Map<number, Use>();
  for (const phrase of phrases) {
    const number = numberOf(phrase.surface);
    const use = merged.get(number);
    merged.set(number, {
      judged: phrase.judged || (use?.judged ?? false),
      named: phrase.named || (use?.named ?? false),
    });
  }
  return merged;
}

/** Fixed expressions are used as one phrase, without the shorter ending ("hour") that stands next in the list. */
function usesOf(phrases: readonly NounPhrase[], fixed: ReadonlySet<string>): NounPhrase[] {
  let whole = '';
  return phrases.filter((phrase) => {
    if (phrase.lead === null) return !whole.endsWith(` ${phrase.lemma}`);
    whole = fixed.has(phrase.lemma) ? phrase.lemma : '';
    return whole !== '';
  });
}

/** An expression is fixed where at least this share of both its opinion word's and its noun's uses are in it. */
const FIXED_SHARE = 0.2;
const FIXED_USES = 5;

/**
 * Opinion words that only seem to be one: "happy hour", "sweet spot", "dim sum". "Great food" is none, for food is
 * mostly called otherwise, and "reasonable prices" is none although most that is reasonable is a price.
 */
function fixedExpressions(found: readonly SentencePhrases[]): Set<string> {
  const whole = new Map<string, { count: number; lead: string; rest: string }>();
  const leads = new Map<string, number>();
  const alone = new Map<string, number>();
  for (const { phrases } of found) {
    for (const { lemma, lead } of phrases) {
      if (lead === null) alone.set(lemma, (alone.get(lemma) ?? 0) + 1);
      else {
        const count = (whole.get(lemma)?.count ?? 0) + 1;
        whole.set(lemma, { count, lead, rest: lemma.slice(lead.length + 1) });
        leads.set(lead, (leads.get(lead) ?? 0) + 1);
      }
    }
  }
  const isFixed = ({ count, lead, rest }: { count: number; lead: string; rest: string }): boolean =>
    count >= FIXED_USES &&
    count >= FIXED_SHARE * (leads.get(lead) ?? 0) &&
    count >= FIXED_SHARE * (alone.get(rest) ?? 0);
  return new Set([...whole].filter(([, one]) => isFixed(one)).map(([lemma]) => lemma));
}

/**
 * The commonest `to` of each `from` over all uses. From surface to lemma this mends a lemmatiser that errs on some uses
 * of a word ("Pads" taken for a name, hence left as it is); from lemma to surface it tells how to write it.
 */
function commonest(
  uses: readonly (readonly NounPhrase[])[],
  from: 'lemma' | 'surface',
  to: 'lemma' | 'surface',
): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const phrase of uses.flat()) {
    const own = counts.get(phrase[from]) ?? new Map<string, number>();
    own.set(phrase[to], (own.get(phrase[to]) ?? 0) + 1);
    counts.set(phrase[from], own);
  }
  const best = new Map<string, string>();
  for (const [key, own] of counts) {
    const [first] = [...own].sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]));
    if (first !== undefined) best.set(key, first[0]);
  }
  return best;
}

/** Of each phrase's last word: "looking" is mostly a verb, "parking" a noun. */
function nounShares(found: readonly SentencePhrases[], surfaces: readonly string[]): Float64Array {
  const nouns = new Map<string, number>();
  const verbs = new Map<string, number>();
  for (const { phrases, verbs: own } of found) {
    for (const verb of own) verbs.set(verb, (verbs.get(verb) ?? 0) + 1);
    // Of a phrase's endings the one-word phrase is the last and comes once a run.
    for (const { surface } of phrases) if (!surface.includes(' ')) nouns.set(surface, (nouns.get(surface) ?? 0) + 1);
  }
  return Float64Array.from(surfaces, (surface) => {
    const head = lastWord(surface);
    const noun = nouns.get(head) ?? 0;
    return noun === 0 ? 1 : noun / (noun + (verbs.get(head) ?? 0));
  });
}

/** Share of the phrases' uses that voice an opinion of them, over that share for all phrases; 1 where none is judged. */
export function judgedRatio(counts: PhraseCounts, phrases: readonly number[]): number {
  const mean = judgedShare(counts, counts.total.keys());
  return mean === 0 ? 1 : judgedShare(counts, phrases) / mean;
}

/** Share of all uses of the phrases that voice an opinion of them. */
export function judgedShare({ judged, total }: PhraseCounts, phrases: Iterable<number>): number {
  let judgedUses = 0;
  let uses = 0;
  for (const phrase of phrases) {
    judgedUses += judged[phrase] ?? 0;
    uses += total[phrase] ?? 0;
  }
  return uses === 0 ? 0 : judgedUses / uses;
}

/** What a phrase is: "first thing" a thing, "guitar strap" a strap. */
export const lastWord = (phrase: string): string => phrase.slice(phrase.lastIndexOf(' ') + 1);

/** UTF-16 order, the same in every locale. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
