import { coordinationGaps, type Gap } from './coordination.ts';
import { countWords } from './sentences.ts';

/**
 * Clauses, the units of the pipeline: "great food but slow service" praises one thing and faults another, and one vector
 * of the whole would be of neither. A sentence is cut at contrast ("but", "although", a semicolon, a dash) and between
 * two coordinated clauses that each have a subject and a verb of their own (coordination.ts), never inside a list ("good
 * food and drinks"). A conjunction or comma at a cut belongs to neither clause.
 */
const CONTRAST =
  /\s*(?:(?<!&#?\w{1,6});+|(?<!\d\s?)[–—]|\s-{1,3}(?=\s)|[,.]?\s+(?:(?:but|however|whereas|(?<!\bas )(?:even )?(?:though|although))(?=[\s,])|(?:and|,) yet(?=[\s,])))[\s,]*/giu;
/** Said with its noun these words carry the contrast, so the second clause keeps them: "except the dessert". */
const KEPT_CONTRAST =
  /,?\s+(?=(?:unfortunately|sadly|except|despite|in spite of|aside from|apart from|on the other hand|nor)[\s,])/giu;
const WHILE = /,\s*while\s+/giu;
/** "Nothing but praise", "can't help but smile": no contrast. */
const NO_CONTRAST = /\b(?:nothing|anything|none|all|last|help|anywhere|nowhere|no one|any)\s*$/iu;

/** A phrase may stand beside "but"; on both sides of an "and" a clause is asked for, which takes more words. */
const MIN_WORDS = 2;

/**
 * Verbatim, trimmed clauses of at least two words each, in order; the whole sentence where it does not split.
 */
export function splitClauses(sentence: string): string[] {
  const gaps = [...contrastGaps(sentence), ...coordinationGaps(sentence)]
    .filter(({ start }) => !isInBrackets(sentence, start))
    .sort((a, b) => a.start - b.start);
  const clauses: string[] = [];
  let from = 0;
  for (const { start, end } of gaps) {
    if (start < from) continue;
    const clause = trimmed(sentence.slice(from, start));
    if (countWords(clause) < MIN_WORDS || countWords(sentence.slice(end)) < MIN_WORDS) continue;
    clauses.push(clause);
    from = end;
  }
  return clauses.length === 0 ? [sentence] : [...clauses, trimmed(sentence.slice(from))];
}

function contrastGaps(sentence: string): Gap[] {
  return [CONTRAST, KEPT_CONTRAST, WHILE].flatMap((pattern) =>
    [...sentence.matchAll(pattern)]
      .map((match) => ({ start: match.index, end: match.index + match[0].length }))
      .filter(({ start }) => !NO_CONTRAST.test(sentence.slice(Math.max(0, start - 12), start))),
  );
}

/** Between "(" and its ")": an aside stays with what it is said of. */
function isInBrackets(sentence: string, place: number): boolean {
  const open = sentence.lastIndexOf('(', place);
  return open >= 0 && sentence.indexOf(')', open) >= place;
}

/** Spaces, and commas that a cut left over; other punctuation is the clause's own. */
function trimmed(clause: string): string {
  return clause.replace(/^[\s,]+|[\s,]+$/gu, '');
}
