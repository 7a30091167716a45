/** Which way an utterance leans towards each aspect that it speaks of. */
import type { AspectMention } from './aspect-mentions.ts';
import { CLAUSE_OPENERS } from './lexicon/negation-words.ts';
import { DESIRE_PHRASES, INDIFFERENCE_PHRASES } from './lexicon/stance-phrases.ts';
import type { OpinionHit } from './opinions.ts';
import { createPhraseMatcher } from './words/phrase-matcher.ts';
import { isPunctuation, type Span, type Word } from './words/tokenise.ts';

/** unclear: no opinion found; mixed: both ways. Neither contradicts anything. */
export type Leaning = 'positive' | 'negative' | 'neutral' | 'mixed' | 'unclear';

const DESIRE = createPhraseMatcher(DESIRE_PHRASES);
const INDIFFERENCE = createPhraseMatcher(INDIFFERENCE_PHRASES);
const OPENERS: ReadonlySet<string> = new Set(CLAUSE_OPENERS);
/** Openers and marks that part opinions only where there is one on either side ("tuning and strings are great"). */
const SOFT: ReadonlySet<string> = new Set([
  'and',
  ',',
  ':',
  'which',
  'where',
  'whose',
  'plus',
  'then',
  '(',
  ')',
  'when',
]);

const CONTRASTS: ReadonlySet<string> = new Set([
  'but',
  'however',
  'though',
  'although',
  'yet',
  'while',
  'whereas',
  'whilst',
  'except',
  'despite',
  'unlike',
]);

/** Words, the full stop included. */
const SHORT_SENTENCE = 5;
const SHORT_TOPIC = 4;

export interface Clause {
  /** First and last word. */
  readonly first: number;
  readonly last: number;
  readonly sentence: number;
  readonly sum: { readonly positive: number; readonly negative: number };
  /** Last words of what is said against something. */
  readonly against: readonly number[];
  /** A wish: neither praise nor blame. */
  readonly desire: boolean;
  /** Begins with a pronoun ("it", "they"), or is all of a short sentence ("Poor."). */
  readonly continues: boolean;
  /** Begins with "but", "though", ...: its opinion does not carry over to what stands before, nor the other way. */
  readonly contrast: boolean;
  readonly indifference: boolean;
}

export function clausesOf(words: readonly Word[], text: string, hits: readonly OpinionHit[]): Clause[] {
  const lower = text.toLowerCase();
  const desires = DESIRE.spans(lower);
  const indifferences = INDIFFERENCE.spans(lower);
  return mergeSoft(words, pieces(words), hits).map(({ first, last }) => ({
    first,
    last,
    sentence: words[first]?.sentence ?? 0,
    sum: sumOf(hits, first, last),
    against: hits.filter((hit) => hit.sign < 0 && hit.first >= first && hit.last <= last).map((hit) => hit.last),
    desire: desires.some((span) => touches(words, [span], first, last) && !isUnimportant(words, span, lower)),
    indifference:
      touches(words, indifferences, first, last) ||
      desires.some((span) => touches(words, [span], first, last) && isUnimportant(words, span, lower)),
    continues: continues(words, first, last),
    contrast: CONTRASTS.has(words[first]?.form ?? ''),
  }));
}

interface Piece {
  first: number;
  last: number;
  /** Joined to what stands before unless both have an opinion. */
  soft: boolean;
}

function pieces(words: readonly Word[]): Piece[] {
  const found: Piece[] = [];
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1];
    const newSentence = previous !== undefined && previous.sentence !== word.sentence;
    const boundary = !word.masked && (OPENERS.has(word.form) || /^[;:,()]|^-+$/.test(word.form));
    const current = found.at(-1);
    if (current === undefined || newSentence || boundary) {
      found.push({ first: index, last: index, soft: !newSentence && SOFT.has(word.form) });
    } else current.last = index;
  }
  return found;
}

function mergeSoft(words: readonly Word[], found: readonly Piece[], hits: readonly OpinionHit[]): Piece[] {
  const merged: Piece[] = [];
  const polar = (piece: Piece): boolean => hits.some((hit) => hit.first >= piece.first && hit.last <= piece.last);
  const empty = (piece: Piece): boolean => words.slice(piece.first, piece.last + 1).every((w) => isPunctuation(w.form));
  for (const piece of found) {
    const previous = merged.at(-1);
    const crossing = hits.some((hit) => hit.first < piece.first && hit.last >= piece.first);
    const joins = previous && (crossing || (piece.soft && !(polar(previous) && polar(piece))) || empty(previous));
    if (previous && joins && words[previous.first]?.sentence === words[piece.first]?.sentence)
      previous.last = piece.last;
    else merged.push({ ...piece });
  }
  return merged;
}

function sumOf(hits: readonly OpinionHit[], first: number, last: number): { positive: number; negative: number } {
  const inside = hits.filter((hit) => hit.first >= first && hit.last <= last);
  return {
    positive: inside.filter((hit) => hit.sign > 0).length,
    negative: inside.filter((hit) => hit.sign < 0).length,
  };
}

function touches(words: readonly Word[], spans: readonly Span[], first: number, last: number): boolean {
  const start = words[first]?.start ?? 0;
  const end = words[last]?.end ?? 0;
  return spans.some((span) => span.start < end && start < span.end);
}

function continues(words: readonly Word[], first: number, last: number): boolean {
  if (/^(?:it|its|it's|they|they're|their|that|that's|this|these|those|which|none|no)$/.test(words[first]?.form ?? ''))
    return true;
  const opens = words[first - 1]?.sentence !== words[first]?.sentence;
  const ends = words[last + 1]?.sentence !== words[first]?.sentence;
  return opens && ends && last - first < SHORT_SENTENCE;
}

/** "never matters", "don't care about"; but "don't want it noisy" is a wish. */
function isUnimportant(words: readonly Word[], span: Span, lower: string): boolean {
  if (!/matter|care|importan|priorit|essential|crucial/.test(lower.slice(span.start, span.end))) return false;
  const at = words.findIndex((word) => word.start >= span.start);
  return words.slice(Math.max(0, at - 2), at).some(({ form }) => /^(?:not|never|no|hardly)$|n't$/.test(form));
}

/** Leaning of one clause by its own words. */
export function leaningOf(clause: Pick<Clause, 'sum' | 'desire' | 'indifference'>): Leaning {
  const { positive, negative } = clause.sum;
  if (clause.indifference) return 'neutral';
  if (positive > 0 && negative > 0) return 'mixed';
  // A wish for something bad is no wish for the good: "I need the zipper to be bad".
  if (negative > 0) return 'negative';
  return positive > 0 ? 'positive' : 'unclear';
}

/** All that the utterance says of one aspect, each mention read in its clause, or in the nearest one that has an opinion. */
export function leaningTowards(
  mentions: readonly AspectMention[],
  all: readonly AspectMention[],
  clauses: readonly Clause[],
): Leaning {
  const leanings = new Set<Leaning>();
  for (const mention of mentions) {
    const at = clauses.findIndex((clause) => clause.first <= mention.first && mention.first <= clause.last);
    if (at < 0) continue;
    for (const index of [at, ...neighbours(at, clauses)]) {
      const clause = clauses[index];
      if (clause === undefined || isContrasted(at, index, clauses)) continue;
      if (index !== at && speaksOfAnother(clause, mention.aspectId, all)) continue;
      // "I care about a bad guitar": no wish turns the word before the noun.
      const leaning = clause.against.includes(mention.first - 1) ? 'negative' : leaningOf(clause);
      if (leaning === 'unclear') continue;
      leanings.add(leaning);
      const turn = clauses[index + 1];
      if (turn?.contrast && turn.sentence === clause.sentence && !speaksOfAny(turn, all)) leanings.add(leaningOf(turn));
      break;
    }
  }
  leanings.delete('unclear');
  return combine(leanings);
}

export function combine(leanings: ReadonlySet<Leaning>): Leaning {
  const [only] = leanings;
  if (leanings.size === 1 && only !== undefined) return only;
  return leanings.size === 0 ? 'unclear' : 'mixed';
}

/** The same sentence first (after, then before), then the sentence after it where that goes on about the same thing. */
function neighbours(at: number, clauses: readonly Clause[]): number[] {
  const sentence = clauses[at]?.sentence ?? 0;
  const same = [at + 1, at - 1, at + 2, at - 2].filter((index) => clauses[index]?.sentence === sentence);
  const next = clauses.findIndex((clause) => clause.sentence === sentence + 1);
  const clause = clauses[at];
  // "Prices? They do not matter to me at all."
  const topic = clause !== undefined && same.length === 0 && clause.last - clause.first < SHORT_TOPIC;
  return clauses[next]?.continues === true || (topic && next >= 0) ? [...same, next] : same;
}

function isContrasted(at: number, index: number, clauses: readonly Clause[]): boolean {
  const later = clauses.slice(Math.min(at, index) + 1, Math.max(at, index) + 1);
  return later.some((clause) => clause.contrast);
}

/** "... but sometimes muddy": no other aspect takes the turn upon itself. */
function speaksOfAny(clause: Clause, all: readonly AspectMention[]): boolean {
  return all.some((mention) => clause.first <= mention.first && mention.last <= clause.last);
}

function speaksOfAnother(clause: Clause, aspectId: number, all: readonly AspectMention[]): boolean {
  const inside = all.filter((mention) => clause.first <= mention.first && mention.last <= clause.last);
  return inside.length > 0 && !inside.some((mention) => mention.aspectId === aspectId);
}
