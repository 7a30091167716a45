/** How an aspect label behaves in a sentence. Labels come from TF-IDF, so this guesses from their last word. */
export interface NounPhrase {
  readonly text: string;
  readonly plural: boolean;
  /** Takes no "a": "good sound quality", but "a good strap". */
  readonly mass: boolean;
}

/** Singular although they end in "s". */
const SINGULAR_S = /(?:ss|us|is|as|ics)$/;
const SINGULAR_WORDS = new Set(['bass', 'brass', 'gas', 'lens', 'news', 'series', 'gloss', 'sustain', 'wireless']);
const PLURAL_WORDS = new Set(['people', 'staff', 'men', 'women', 'children', 'feet', 'teeth', 'mice', 'bass strings']);
const MASS_WORDS = new Set(
  (
    'sound tone quality value service food comfort weight volume noise feedback distortion shipping delivery packaging ' +
    'money hardware software music work stuff reverb construction material plastic metal wood coffee beer tea wine ' +
    'chicken meat rice parking care use life sustain clarity bass treble power gain action intonation tuning leather ' +
    'padding fun atmosphere decor advice support assembly setup room space time playability performance hair skin'
  ).split(' '),
);
const MASS_ENDING = /(?:ity|ness|ship|ance|ence|ing|age|ware)$/;

export function nounPhrase(label: string): NounPhrase {
  const text = label.trim().replace(/\s+/g, ' ').toLowerCase();
  const last = text.split(' ').at(-1) ?? text;
  const plural =
    PLURAL_WORDS.has(last) ||
    (last.length > 2 && last.endsWith('s') && !SINGULAR_S.test(last) && !SINGULAR_WORDS.has(last));
  return { text, plural, mass: !plural && (MASS_WORDS.has(last) || MASS_ENDING.test(last)) };
}

/** "a great strap", "great strings", "great sound quality". */
export function withAdjective(phrase: NounPhrase, adjectives: string): string {
  const words = `${adjectives} ${phrase.text}`;
  if (phrase.plural || phrase.mass) return words;
  return `${/^[aeiou]/i.test(adjectives) ? 'an' : 'a'} ${words}`;
}
