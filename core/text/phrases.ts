import { tagTokens, type TaggedToken } from './language.ts';
import { valenceOf } from './opinion-lexicon.ts';

/**
 * Noun phrases by part-of-speech pattern: (ADJ | NOUN | PROPN)* ending in a noun, at most four words. The pattern is
 * walked here rather than by wink's custom entities, which stop matching once a second pipe is made of the same model.
 */

/** A noun phrase without its opinion: "Great ear pads" gives lemma "ear pad", surface "ear pads". */
export interface NounPhrase {
  /** Lower-case lemmas joined by spaces: what is counted. */
  readonly lemma: string;
  /** Lower-case words as written: what is shown. */
  readonly surface: string;
}

export interface SentencePhrases {
  readonly phrases: readonly NounPhrase[];
  /** Content lemmas (nouns, verbs, adjectives), lower case, stop words left out. */
  readonly lemmas: readonly string[];
}

const MAX_PHRASE_WORDS = 3;
const NOMINAL = new Set(['NOUN', 'PROPN', 'ADJ']);
const CONTENT = new Set(['NOUN', 'PROPN', 'ADJ', 'VERB']);

/** Noun phrases and content lemmas of one sentence. */
export function phrasesOf(sentence: string): SentencePhrases {
  const tokens = tagTokens(sentence);
  const phrases: NounPhrase[] = [];
  let run: TaggedToken[] = [];
  for (const token of tokens) {
    if (NOMINAL.has(token.partOfSpeech) && isWord(token.lemma) && !token.stopWord) run.push(token);
    else {
      phrases.push(...endings(run));
      run = [];
    }
  }
  phrases.push(...endings(run));
  const lemmas = tokens
    .filter((token) => CONTENT.has(token.partOfSpeech) && !token.stopWord && isWord(token.lemma))
    .map((token) => token.lemma);
  return { phrases, lemmas };
}

/** The run up to its last noun, leading opinions dropped, and its shorter endings: "plastic guitar strap", "guitar strap", "strap". */
function endings(run: readonly TaggedToken[]): NounPhrase[] {
  const last = run.findLastIndex((token) => token.partOfSpeech !== 'ADJ' && valenceOf(token.surface) === 0);
  const nominal = run.slice(0, last + 1).slice(-MAX_PHRASE_WORDS);
  const phrases: NounPhrase[] = [];
  for (let start = 0; start < nominal.length; start++) {
    const part = nominal.slice(start);
    if (part.some((token) => valenceOf(token.surface) !== 0)) continue;
    phrases.push({
      lemma: part.map((token) => token.lemma).join(' '),
      surface: part.map((token) => token.surface).join(' '),
    });
  }
  return phrases;
}

function isWord(lemma: string): boolean {
  // Contractions and possessives ("i'm", "pick's") name nothing.
  return /^\p{L}[\p{L}-]+$/u.test(lemma);
}
