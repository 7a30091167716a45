/** How an aspect label behaves in a sentence. Labels come from TF-IDF, so this guesses from their last word. */
export interface NounPhrase {
  readonly text: string;
  readonly plural: boolean;
  /** Takes no "a": "good sound quality", but "a good strap". */
  readonly mass: boolean;
  /**
   * A quality is something that an item has ("its price"); a thing may as well be what it is used with: a case is
   * praised for "the guitar", a capo for "the strings", without having either.
   */
  readonly kind: 'quality' | 'thing';
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
    'padding fun atmosphere decor advice support assembly setup room space time playability performance hair skin ' +
    'rain cheese sauce flavor flavour workmanship craftsmanship'
  ).split(' '),
);
const MASS_ENDING = /(?:ity|ness|ship|ance|ence|ing|age|ware)$/;
const QUALITY_WORDS = new Set(
  (
    'sound tone quality value service food comfort weight volume shipping delivery packaging construction life ' +
    'sustain clarity action intonation atmosphere decor support assembly setup playability performance price cost ' +
    'design finish look feel fit build size colour color flavor flavour taste texture smell style shape length width ' +
    'height range speed accuracy layout menu location warranty workmanship craftsmanship stitching'
  ).split(' '),
);
const QUALITY_ENDING = /(?:ity|ness|ship|ance|ence)$/;

export function nounPhrase(label: string): NounPhrase {
  const text = label.trim().replace(/\s+/g, ' ').toLowerCase();
  const last = text.split(' ').at(-1) ?? text;
  const plural =
    PLURAL_WORDS.has(last) ||
    (last.length > 2 && last.endsWith('s') && !SINGULAR_S.test(last) && !SINGULAR_WORDS.has(last));
  const isQuality = QUALITY_WORDS.has(last) || QUALITY_WORDS.has(last.replace(/s$/, '')) || QUALITY_ENDING.test(last);
  return {
    text,
    plural,
    mass: !plural && (MASS_WORDS.has(last) || MASS_ENDING.test(last)),
    kind: isQuality ? 'quality' : 'thing',
  };
}

/** "a great strap", "great strings", "great sound quality". */
export function withAdjective(phrase: NounPhrase, adjectives: string): string {
  const words = `${adjectives} ${phrase.text}`;
  if (phrase.plural || phrase.mass) return words;
  return `${/^[aeiou]/i.test(adjectives) ? 'an' : 'a'} ${words}`;
}

/** The verb as the phrase takes it: "strings go", "the price goes". */
export function conjugated(phrase: NounPhrase, verb: string): string {
  if (phrase.plural) return verb;
  return /(?:s|x|z|ch|sh|o)$/.test(verb) ? `${verb}es` : `${verb}s`;
}
