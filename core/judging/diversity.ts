import { createRandom, deriveSeed } from '../random.ts';

/** Lower-case words of an utterance. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];
}

/**
 * distinct-n (Li et al., 2016): different n-grams over all n-grams, within utterances. Null where there is none. Falls
 * with the amount of text, so compare only sets of like size.
 */
export function distinctN(utterances: readonly string[], n: number): number | null {
  const seen = new Set<string>();
  let total = 0;
  for (const utterance of utterances) {
    for (const gram of ngrams(wordsOf(utterance), n)) {
      seen.add(gram);
      total++;
    }
  }
  return total === 0 ? null : seen.size / total;
}

export function ngrams(words: readonly string[], n: number): string[] {
  const grams: string[] = [];
  for (let at = 0; at + n <= words.length; at++) grams.push(words.slice(at, at + n).join(' '));
  return grams;
}

const MAX_ORDER = 4;

/**
 * BLEU-4 (Papineni et al., 2002) of one text against several, uniform weights, closest reference length. Orders beyond
 * unigrams are smoothed by adding one (Lin and Och, 2004), for dialogs are short. In [0, 1].
 */
export function bleu(candidate: readonly string[], references: readonly (readonly string[])[]): number {
  if (candidate.length === 0 || references.length === 0) return 0;
  let logPrecision = 0;
  for (let order = 1; order <= MAX_ORDER; order++) {
    const counts = countGrams(candidate, order);
    const limits = references.map((reference) => countGrams(reference, order));
    let matched = 0;
    let total = 0;
    for (const [gram, count] of counts) {
      matched += Math.min(count, Math.max(...limits.map((limit) => limit.get(gram) ?? 0)));
      total += count;
    }
    const smoothing = order === 1 ? 0 : 1;
    if (matched + smoothing === 0) return 0;
    logPrecision += Math.log((matched + smoothing) / (total + smoothing)) / MAX_ORDER;
  }
  const closest = references
    .map((reference) => reference.length)
    .reduce((best, length) => (distance(length, candidate) < distance(best, candidate) ? length : best));
  const brevity = candidate.length >= closest ? 1 : Math.exp(1 - closest / candidate.length);
  return brevity * Math.exp(logPrecision);
}

const distance = (length: number, candidate: readonly string[]): number => Math.abs(length - candidate.length);

function countGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const gram of ngrams(words, n)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

export interface SelfBleuSample {
  /** Dialogs compared, each with `references` others. */
  readonly dialogs: number;
  readonly references: number;
  readonly seed: number;
}

/**
 * Self-BLEU (Zhu et al., 2018): mean BLEU of sampled dialogs against sampled others; high: they are alike. Sampled,
 * because all against all is quadratic. Null with fewer than two dialogs.
 */
export function selfBleu(dialogs: readonly (readonly string[])[], sample: SelfBleuSample): number | null {
  if (dialogs.length < 2) return null;
  const random = createRandom(deriveSeed(sample.seed, 'self-bleu'));
  const order = random.shuffle(dialogs.map((_, index) => index));
  const scores = order.slice(0, sample.dialogs).map((candidate) => {
    const others = random.shuffle(order.filter((index) => index !== candidate)).slice(0, sample.references);
    return bleu(
      dialogs[candidate] ?? [],
      others.map((index) => dialogs[index] ?? []),
    );
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Sentences of a text: it ends at a full stop, question or exclamation mark before a space or the end. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…]["'”’)]?)\s+/u).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

export interface RepeatedSentence {
  /** Its words, in lower case, without punctuation. */
  readonly sentence: string;
  /** Dialogs that have it at least once. */
  readonly dialogs: number;
  readonly share: number;
}

/**
 * Sentences of more than `words` words that stand in more than one dialog, the most repeated first. Equal are those of
 * the same words in the same order. What is to be left aside (names, quotes) the caller has taken out.
 */
export function repeatedSentences(dialogs: readonly (readonly string[])[], words: number): RepeatedSentence[] {
  const counts = new Map<string, number>();
  for (const turns of dialogs) {
    const own = new Set(turns.flatMap((turn) => sentencesOf(turn).map((sentence) => wordsOf(sentence))).map(toLine));
    for (const sentence of own) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts]
    .filter(([sentence, count]) => count > 1 && sentence.split(' ').length > words)
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
    .map(([sentence, count]) => ({ sentence, dialogs: count, share: count / dialogs.length }));
}

const toLine = (words: readonly string[]): string => words.join(' ');

/** Dialogs whose words have all been said, in the same order, in an earlier one. */
export function duplicateDialogs(dialogs: readonly (readonly string[])[]): number {
  return dialogs.length - new Set(dialogs.map((turns) => toLine(turns.flatMap((turn) => wordsOf(turn))))).size;
}

/** The first utterances with `tokens` words in all, the last one cut: for measures that fall with the amount of text. */
export function headOf(utterances: readonly string[], tokens: number): string[] {
  const head: string[] = [];
  let left = tokens;
  for (const utterance of utterances) {
    if (left <= 0) break;
    const words = wordsOf(utterance).slice(0, left);
    head.push(toLine(words));
    left -= words.length;
  }
  return head;
}
