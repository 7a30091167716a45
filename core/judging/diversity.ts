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
