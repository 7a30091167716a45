import type { StaticVocabulary } from './static-vocabulary.ts';
import { bigramOf, wordsOf } from './words.ts';

/** Shorter beginnings say little of a word's sense. */
const MIN_PREFIX = 4;

/** A sentence as rows of the table: words first, bigrams after them. */
export interface SentenceTerms {
  /** Rows of the words and bigrams in order; a word may stand in it twice. */
  readonly rows: readonly number[];
  /** Words, known or not: the sum of rows is divided by its square root. */
  readonly words: number;
}

export type TermLookup = (sentence: string) => SentenceTerms;

/**
 * Rows of the table for a sentence: row i is word i, row (words.length + j) bigram j, and the last one, after all
 * bigrams, stands for what is unknown. An unknown word takes the row of its longest known beginning of at least four
 * letters ("overpricedd", "burritoz"), else the unknown row.
 */
export function createTermLookup(vocabulary: Pick<StaticVocabulary, 'words' | 'bigrams'>): TermLookup {
  const { words, bigrams } = vocabulary;
  const wordRows = new Map(words.map((word, row) => [word, row]));
  const bigramRows = new Map(bigrams.map((bigram, row) => [bigram, words.length + row]));
  const unknownRow = words.length + bigrams.length;
  const wordRow = (word: string): number => {
    const known = wordRows.get(word);
    if (known !== undefined) return known;
    for (let length = word.length - 1; length >= MIN_PREFIX; length--) {
      const row = wordRows.get(word.slice(0, length));
      if (row !== undefined) return row;
    }
    return unknownRow;
  };
  return (sentence) => {
    const found = wordsOf(sentence);
    const rows: number[] = [];
    for (const [place, word] of found.entries()) {
      rows.push(wordRow(word));
      const bigram = place === 0 ? undefined : bigramRows.get(bigramOf(found[place - 1] ?? '', word));
      if (bigram !== undefined) rows.push(bigram);
    }
    return { rows, words: found.length };
  };
}
