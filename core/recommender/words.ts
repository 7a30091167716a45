/** Words of a text, lower-cased, letters and digits, without the commonest function words. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1 && !FUNCTION.has(word));
}

/** Ids of words in order of first appearance. Closed, it knows no further words. */
export class Vocabulary {
  readonly #ids: Map<string, number>;

  /** Of words by id. */
  constructor(words: readonly string[] = []) {
    this.#ids = new Map(words.map((word, id) => [word, id]));
  }

  /** By id. */
  words(): string[] {
    return [...this.#ids.keys()];
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Ids of the text's words; new words get one. */
  learn(text: string): number[] {
    return wordsOf(text).map((word) => {
      const id = this.#ids.get(word) ?? this.#ids.size;
      this.#ids.set(word, id);
      return id;
    });
  }

  /** Ids of the words that are known. */
  read(text: string): number[] {
    return wordsOf(text).flatMap((word) => this.#ids.get(word) ?? []);
  }
}

const FUNCTION = new Set(
  (
    'the an and or but if of to in on at by for with from as is are was were be been it its this that these those they ' +
    'them he she you your we our my me so not no do does did have has had will would can could should there here what ' +
    'which who when how than then too very just about into out up down over all any some one also more most other'
  ).split(' '),
);
