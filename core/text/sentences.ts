import { boundariesOf } from './language.ts';

/** Fragments below this many words ("Wow.", "5 stars") join a neighbour: alone they say nothing of an aspect. */
const MIN_WORDS = 3;
/** Run-on reviews without full stops are cut, near the middle and at a clause's end where there is one. */
const MAX_WORDS = 45;
const MAX_CHARACTERS = 400;

/** A stretch of the review's text: [start, end) in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The sentences of a review: verbatim, trimmed substrings of `text`, in order, without overlap. A review without a
 * letter or digit has none. Verbatim holds by construction: sentences are cut out of the text by position, never
 * rebuilt from tokens.
 */
export function splitSentences(text: string): string[] {
  const spans = lines(text).flatMap((line) => sentencesOf(text, line));
  const spoken = spans.map((span) => trimmed(text, span)).filter((span) => /[\p{L}\p{N}]/u.test(slice(text, span)));
  return mergeFragments(text, spoken)
    .flatMap((span) => cutLong(text, span))
    .map((span) => slice(text, span));
}

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

/**
 * Paragraphs and list lines end a sentence even without a full stop; a single break inside a wrapped line does not
 * (the next line goes on in lower case).
 */
function lines(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/\s*\n\s*/gu)) {
    const after = match.index + match[0].length;
    const wrapped = !/\n\s*\n/u.test(match[0]) && /^\p{Ll}/u.test(text.slice(after, after + 2));
    if (wrapped) continue;
    spans.push({ start, end: match.index });
    start = after;
  }
  spans.push({ start, end: text.length });
  return spans.filter((span) => span.end > span.start);
}

/** wink's boundaries, carried over to the text by counting non-space characters, which wink keeps as they are. */
function sentencesOf(text: string, line: Span): Span[] {
  const found = boundariesOf(slice(text, line));
  const spans: Span[] = [];
  let position = line.start;
  for (const [index, sentence] of found.entries()) {
    let left = sentence.replace(/\s+/gu, '').length;
    const start = position;
    while (position < line.end && left > 0) {
      if (!/\s/u.test(text.charAt(position))) left--;
      position++;
    }
    const end = index === found.length - 1 ? line.end : position;
    if (end > start) spans.push({ start, end });
  }
  return spans;
}

/** Drops space, stray full stops and dashes that a boundary left at the front ("..sounds"), and space at the end. */
function trimmed(text: string, span: Span): Span {
  const raw = slice(text, span);
  const front = /^[\s.,;:!?)\]*~_-]*/u.exec(raw)?.[0].length ?? 0;
  const length = raw.trimEnd().length;
  return front >= length ? { start: span.end, end: span.end } : { start: span.start + front, end: span.start + length };
}

/** Neighbouring fragments join each other; a run of them that is still too short joins the sentence before, else after. */
function mergeFragments(text: string, spans: readonly Span[]): Span[] {
  const isShort = (span: Span): boolean => countWords(slice(text, span)) < MIN_WORDS;
  const runs: Span[] = [];
  for (const span of spans) {
    const last = runs.at(-1);
    if (last !== undefined && isShort(last) && isShort(span))
      runs[runs.length - 1] = { start: last.start, end: span.end };
    else runs.push(span);
  }
  const merged: Span[] = [];
  for (const span of runs) {
    const last = merged.at(-1);
    if (last !== undefined && (isShort(span) || isShort(last))) {
      merged[merged.length - 1] = { start: last.start, end: span.end };
    } else merged.push(span);
  }
  return merged;
}

function cutLong(text: string, span: Span): Span[] {
  const sentence = slice(text, span);
  if (sentence.length <= MAX_CHARACTERS && countWords(sentence) <= MAX_WORDS) return [span];
  const cut = span.start + cutPosition(sentence);
  const halves = [trimmed(text, { start: span.start, end: cut }), trimmed(text, { start: cut, end: span.end })];
  return halves.filter((half) => half.end > half.start).flatMap((half) => cutLong(text, half));
}

/** The clause end nearest to the middle (middle third first), else the nearest space, else the middle itself. */
function cutPosition(sentence: string): number {
  const middle = Math.floor(sentence.length / 2);
  const nearest = (pattern: RegExp): number | undefined => {
    let best: number | undefined;
    for (const match of sentence.matchAll(pattern)) {
      const at = match.index + (match[1]?.length ?? 0);
      if (at < sentence.length / 4 || at > (3 * sentence.length) / 4) continue;
      if (best === undefined || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
    }
    return best;
  };
  const space = nearest(/([,;:)])\s/gu) ?? nearest(/()\s(?:and|but|so|because|which|then)\s/gu) ?? nearest(/()\s/gu);
  if (space !== undefined) return space;
  // Never between the two halves of a surrogate pair.
  return /[\uDC00-\uDFFF]/u.test(sentence.charAt(middle)) ? middle + 1 : middle;
}

function slice(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}
