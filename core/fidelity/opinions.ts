/**
 * Opinion expressed by words: a lexicon of its own, wink's as a fallback, negation, diminishers and contrast. It is
 * made for the clear cases: what it cannot tell stays "unclear", and no check refuses a dialog for that.
 */
import { DIMINISHERS, EXCESSIVE, FALSE_NEGATIONS, NEGATORS } from './lexicon/negation-words.ts';
import { INTERJECTIONS } from './lexicon/interjections.ts';
import { LIKING_ADVERBS, PEOPLE } from './lexicon/people.ts';
import {
  NEGATIVE_PHRASES,
  NEGATIVE_WORDS,
  NOT_OPINIONS,
  POSITIVE_PHRASES,
  POSITIVE_WORDS,
} from './lexicon/opinion-words.ts';
import { stemOf, wordSentiment } from './words/lexemes.ts';
import { createPhraseMatcher, type PhraseMatcher } from './words/phrase-matcher.ts';
import { isPunctuation, type Word } from './words/tokenise.ts';

export interface OpinionHit {
  /** First and last word of the expression. */
  readonly first: number;
  readonly last: number;
  readonly sign: 1 | -1;
}

const split = (words: string): string[] => words.split(' ');
const NEGATOR_SET: ReadonlySet<string> = new Set(NEGATORS);
const DIMINISHER_SET: ReadonlySet<string> = new Set(DIMINISHERS);
const EXCESSIVE_SET: ReadonlySet<string> = new Set(EXCESSIVE);
const NOT_OPINION_SET: ReadonlySet<string> = new Set(split(NOT_OPINIONS));
/** Words between a negator and what it turns. */
const NEGATION_REACH = 7;
const DIMINISHER_REACH = 3;
/** wink's score of a single word from which an unlisted word counts. */
const FALLBACK = 0.6;

/** Who likes, within this many words before, and what may stand between. */
const LIKING_REACH = 5;
const LIKERS: ReadonlySet<string> = new Set(split(PEOPLE));
const LIKING: ReadonlySet<string> = new Set(split(LIKING_ADVERBS));

interface Lexicon {
  readonly words: ReadonlyMap<string, 1 | -1>;
  readonly stems: ReadonlyMap<string, 1 | -1>;
  readonly positive: PhraseMatcher;
  readonly negative: PhraseMatcher;
  readonly falseNegations: PhraseMatcher;
  readonly interjections: PhraseMatcher;
}

let lexicon: Lexicon | null = null;

function lexiconOf(): Lexicon {
  if (lexicon) return lexicon;
  const words = new Map<string, 1 | -1>();
  const stems = new Map<string, 1 | -1>();
  for (const [list, sign] of [
    [POSITIVE_WORDS, 1],
    [NEGATIVE_WORDS, -1],
  ] as const) {
    for (const word of split(list)) {
      words.set(word, sign);
      const stem = stemOf(word);
      if (stem.length > 3 && !stems.has(stem)) stems.set(stem, sign);
    }
  }
  lexicon = {
    words,
    stems,
    positive: createPhraseMatcher(POSITIVE_PHRASES),
    negative: createPhraseMatcher(NEGATIVE_PHRASES),
    interjections: createPhraseMatcher(INTERJECTIONS),
    falseNegations: createPhraseMatcher(FALSE_NEGATIONS.join(' | ')),
  };
  return lexicon;
}

/** Opinions in the order of the words; `text` is the normalised text that the words' offsets refer to. */
export function opinionHits(words: readonly Word[], text: string): OpinionHit[] {
  const { positive, negative, falseNegations } = lexiconOf();
  const lower = text.toLowerCase();
  const noNegation = falseNegations.spans(lower);
  const interjections = interjectionSpans(lower);
  const taken = new Set<number>();
  const hits: OpinionHit[] = [];
  for (const [matcher, sign] of [
    [negative, -1],
    [positive, 1],
  ] as const) {
    for (const span of matcher.spans(lower)) {
      const inside = indicesWithin(words, span.start, span.end);
      const first = inside[0];
      const last = inside.at(-1);
      if (first === undefined || last === undefined || inside.some((i) => taken.has(i) || words[i]?.masked)) continue;
      for (const index of inside) taken.add(index);
      hits.push({ first, last, sign: turned(words, first, sign, noNegation) });
    }
  }
  for (const [index, word] of words.entries()) {
    if (taken.has(index) || interjected(word, interjections) || word.masked || isPunctuation(word.form)) continue;
    const sign = signOf(words, index);
    if (sign !== 0) hits.push({ first: index, last: index, sign: turned(words, index, sign, noNegation) });
  }
  return hits.sort((left, right) => left.first - right.first);
}

/** Courtesies at the start of a sentence ("No problem, ...", "Good choice!") hold no opinion. */
function interjectionSpans(lower: string): { readonly start: number; readonly end: number }[] {
  return lexiconOf()
    .interjections.spans(lower)
    .filter(({ start }) => /(?:^|[.!?,]\s*)$/.test(lower.slice(0, start)));
}

function interjected(word: Word, spans: readonly { readonly start: number; readonly end: number }[]): boolean {
  return spans.some((span) => word.start >= span.start && word.end <= span.end);
}

function indicesWithin(words: readonly Word[], start: number, end: number): number[] {
  return words.flatMap((word, index) => (word.start >= start && word.end <= end ? [index] : []));
}

function signOf(words: readonly Word[], index: number): 1 | -1 | 0 {
  const form = words[index]?.form ?? '';
  const before = words[index - 1]?.form ?? '';
  if (EXCESSIVE_SET.has(before) && form !== 'much' && form !== 'many') return -1;
  if (form === 'like' || form === 'likes' || form === 'liked') return likes(words, index) ? 1 : 0;
  if (form === 'well') return before === 'as' || index === 0 ? 0 : 1;
  if ((form === 'kind' || form === 'sort') && words[index + 1]?.form === 'of') return 0;
  if (form === 'worth' && /^(?:a|trying|considering|looking)$/u.test(words[index + 1]?.form ?? '')) return 0;
  if (form === 'fine' && before === "that's") return 0;
  const { words: known, stems } = lexiconOf();
  const listed = known.get(form);
  if (listed !== undefined) return listed;
  if (NOT_OPINION_SET.has(form)) return 0;
  const byStem = stems.get(stemOf(form));
  if (byStem !== undefined) return byStem;
  const score = form.length > 3 ? wordSentiment(form) : 0;
  return score >= FALLBACK ? 1 : score <= -FALLBACK ? -1 : 0;
}

/** "I like", "people mostly liked", but not "something like that" or "I'd like". */
function likes(words: readonly Word[], index: number): boolean {
  if (words[index]?.form !== 'like') return true;
  const before = words.slice(Math.max(0, index - LIKING_REACH), index).map(({ form }) => form);
  return LIKING.has(before.at(-1) ?? '') || before.some((form) => LIKERS.has(form));
}

/** The sign after negators and diminishers before the word, within reach and the same stretch between punctuation. */
function turned(
  words: readonly Word[],
  index: number,
  sign: 1 | -1,
  noNegation: readonly { readonly start: number; readonly end: number }[],
): 1 | -1 {
  let flips = 0;
  for (let back = 1; back <= NEGATION_REACH; back++) {
    const word = words[index - back];
    if (word === undefined || (isPunctuation(word.form) && !word.masked)) break;
    if (/^(?:and|but|though|although|however|yet|while|whereas|because|so)$/.test(word.form)) break;
    if (noNegation.some((span) => word.start >= span.start && word.start < span.end)) continue;
    if (word.masked) continue;
    if (NEGATOR_SET.has(word.form) || word.form.endsWith("n't")) flips++;
    else if (back <= DIMINISHER_REACH && DIMINISHER_SET.has(word.form) && words[index - back - 1]?.form !== 'a')
      flips++;
  }
  // "I hate how solid it feels": the verb says it all.
  const disliked = words
    .slice(Math.max(0, index - 3), index)
    .some(({ form }) => /^(?:hate|hates|dislike|dislikes)$/.test(form));
  if (sign === 1 && disliked) return -1;
  return flips % 2 === 0 ? sign : sign === 1 ? -1 : 1;
}
