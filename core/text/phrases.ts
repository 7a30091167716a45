import { tagTokens, type TaggedToken } from './language.ts';
import { valenceOf } from './opinion-lexicon.ts';

/**
 * Noun phrases by part-of-speech pattern: (ADJ | NOUN | PROPN)* ending in a noun, at most three words. The pattern is
 * walked here rather than by wink's custom entities, which stop matching once a second pipe is made of the same model.
 * Each use tells two things that set aspects apart from whatever else reviewers mention: whether an opinion is
 * voiced of it in the same breath, and whether it is written as a name.
 */

/** A noun phrase without its opinion: "Great ear pads" gives lemma "ear pad", surface "ear pads", judged. */
export interface NounPhrase {
  /** Lower-case lemmas joined by spaces: what is counted. */
  readonly lemma: string;
  /** Lower-case words as written: what is shown. */
  readonly surface: string;
  /** An opinion stands in front ("great ear pads") or is predicated of it ("the ear pads are soft"). */
  readonly judged: boolean;
  /** Holds a word tagged as a name (in effect: capitalised) that does not open the sentence. */
  readonly named: boolean;
  /**
   * The opinion word that stands in front of its one noun and belongs to the phrase ("happy hour"), else null.
   * Counts decide which are fixed expressions (core/aspects/naming/phrase-counts.ts).
   */
  readonly lead: string | null;
}

export interface SentencePhrases {
  readonly phrases: readonly NounPhrase[];
  /** Words used as verbs, lower case as written: tells "looking" (mostly a verb) from "parking" (mostly a noun). */
  readonly verbs: readonly string[];
}

const MAX_PHRASE_WORDS = 3;
const NOMINAL = new Set(['NOUN', 'PROPN', 'ADJ']);

/** The noun phrases of one sentence, in order, and its verbs. */
export function phrasesOf(sentence: string): SentencePhrases {
  const tokens = tagTokens(sentence);
  const phrases: NounPhrase[] = [];
  let start = 0;
  for (let place = 0; place <= tokens.length; place++) {
    const token = tokens[place];
    if (token !== undefined && NOMINAL.has(token.partOfSpeech) && isWord(token.lemma) && !token.stopWord) continue;
    phrases.push(...endings(tokens, start, place));
    start = place + 1;
  }
  const verbs = tokens.filter((token) => token.partOfSpeech === 'VERB').map((token) => token.surface);
  return { phrases, verbs };
}

/** The run [start, end) up to its last noun, opinions dropped, and its shorter endings: "plastic guitar strap", "guitar strap", "strap". */
function endings(tokens: readonly TaggedToken[], start: number, end: number): NounPhrase[] {
  let last = end - 1;
  while (last >= start && !names(tokens[last])) last--;
  let first = last;
  while (first > start && last - first + 1 < MAX_PHRASE_WORDS && !isOpinion(tokens[first - 1])) first--;
  if (last < start) return [];
  const predicated = isPredicated(tokens, last + 1);
  const leads = first === last && first > start && isOpinion(tokens[first - 1]);
  const lead = leads ? (tokens[first - 1]?.lemma ?? null) : null;
  const phrases = lead === null ? [] : [phraseAt(tokens.slice(first - 1, last + 1), first - 1, predicated, lead)];
  const judged = predicated || tokens.slice(start, last).some(isOpinion);
  for (let from = first; from <= last; from++) {
    phrases.push(phraseAt(tokens.slice(from, last + 1), from, judged, null));
  }
  return phrases;
}

const phraseAt = (part: readonly TaggedToken[], place: number, judged: boolean, lead: string | null): NounPhrase => ({
  lemma: part.map((token) => token.lemma).join(' '),
  surface: part.map((token) => token.surface).join(' '),
  judged,
  named: part.some((token, offset) => token.partOfSpeech === 'PROPN' && place + offset > 0),
  lead,
});

/** A noun is what it names, whatever it is worth: "noise", "quality". Capitalised opinions ("Great") pass for names. */
const names = (token: TaggedToken | undefined): boolean =>
  token?.partOfSpeech === 'NOUN' || (token?.partOfSpeech === 'PROPN' && valenceOf(token.surface) === 0);

const isOpinion = (token: TaggedToken | undefined): boolean =>
  token !== undefined && token.partOfSpeech !== 'NOUN' && valenceOf(token.surface) !== 0;

const LINKING = new Set(['be', 'seem', 'look', 'taste', 'sound', 'feel', 'smell', 'get', 'stay', 'remain']);
/** What may stand between a subject and its verb: "the price of this amp is", "food and service were". */
const BEFORE_VERB = new Set(['NOUN', 'PROPN', 'ADJ', 'DET', 'ADP', 'CCONJ', 'ADV', 'AUX', 'PART']);
const AFTER_VERB = new Set(['ADV', 'AUX', 'DET', 'PART']);
/** "A bit too small", "a lot better". */
const DEGREES = new Set(['bit', 'lot', 'tad', 'little']);
/** Words between the phrase and its linking verb, and between that verb and the opinion. */
const REACH = 5;

/** A linking verb follows, and then an adjective or an opinion word: "… are a bit too small". */
function isPredicated(tokens: readonly TaggedToken[], from: number): boolean {
  let verb = from;
  while (verb < from + REACH && !LINKING.has(tokens[verb]?.lemma ?? '')) {
    if (!BEFORE_VERB.has(tokens[verb]?.partOfSpeech ?? '')) return false;
    verb++;
  }
  if (!LINKING.has(tokens[verb]?.lemma ?? '')) return false;
  for (let place = verb + 1; place <= verb + REACH; place++) {
    const token = tokens[place];
    if (token === undefined) return false;
    if (token.partOfSpeech === 'ADJ' || isOpinion(token)) return true;
    if (!AFTER_VERB.has(token.partOfSpeech) && !DEGREES.has(token.lemma)) return false;
  }
  return false;
}

function isWord(lemma: string): boolean {
  // Contractions and possessives ("i'm", "pick's") name nothing.
  return /^\p{L}[\p{L}-]+$/u.test(lemma);
}
