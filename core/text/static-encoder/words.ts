/** Letters and digits, with what follows an apostrophe ("don't" is one word: a negation must not fall apart). */
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

/** Lower-case words in order; punctuation is dropped, hyphens part words. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
}

/** The key of two neighbouring words: a blank never stands in a word. */
export function bigramOf(first: string, second: string): string {
  return `${first} ${second}`;
}
