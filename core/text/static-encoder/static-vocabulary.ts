import { bigramOf, wordsOf } from './words.ts';

/** The terms that have a vector of their own. Both lists are in code point order: their places are the table's rows. */
export interface StaticVocabulary {
  readonly words: readonly string[];
  /** Pairs of neighbours, joined by a blank: they tell "not good" from "good". */
  readonly bigrams: readonly string[];
  /** Share of the sentences that hold each word, (words.length), in (0, 1]. */
  readonly frequencies: Float64Array;
}

/** A pair that fewer sentences hold teaches nothing that its words do not. */
const MIN_BIGRAM_SENTENCES = 4;
const MAX_WORDS = 60_000;
const MAX_BIGRAMS = 60_000;

/** All words of the sentences and their frequent pairs; of too many, those in the most sentences. */
export function vocabularyOf(sentences: readonly string[]): StaticVocabulary {
  const wordCounts = new Map<string, number>();
  const bigramCounts = new Map<string, number>();
  for (const sentence of sentences) {
    const words = wordsOf(sentence);
    for (const word of new Set(words)) wordCounts.set(word, (wordCounts.get(word) ?? 0) + 1);
    const bigrams = new Set(words.slice(1).map((word, place) => bigramOf(words[place] ?? '', word)));
    for (const bigram of bigrams) bigramCounts.set(bigram, (bigramCounts.get(bigram) ?? 0) + 1);
  }
  const words = commonest(wordCounts, 1, MAX_WORDS);
  const rows = Math.max(1, sentences.length);
  return {
    words,
    bigrams: commonest(bigramCounts, MIN_BIGRAM_SENTENCES, MAX_BIGRAMS),
    frequencies: Float64Array.from(words, (word) => (wordCounts.get(word) ?? 0) / rows),
  };
}

function commonest(counts: ReadonlyMap<string, number>, atLeast: number, atMost: number): string[] {
  const byCodePoint = (a: string, b: string): number => (a < b ? -1 : 1);
  return [...counts]
    .filter(([, count]) => count >= atLeast)
    .sort(([a, many], [b, more]) => more - many || byCodePoint(a, b))
    .slice(0, atMost)
    .map(([term]) => term)
    .sort(byCodePoint);
}
