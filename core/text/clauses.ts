/**
 * Clauses by contrast: "great food but slow service" praises one thing and faults another, so each clause is judged by
 * itself. Only contrast and semicolons split; a comma alone mostly lists things of one mind.
 */
const CONTRAST =
  /\s*(?:[;–—]|\s-{1,2}\s|,?\s+(?:but|however|although|though|yet|except|whereas|while|unfortunately|on the other hand)(?=[\s,]))\s*/giu;

/** Trimmed clauses of at least two words, in order; the whole sentence where it does not split. */
export function splitClauses(sentence: string): string[] {
  const parts = sentence
    .split(CONTRAST)
    .map((part) => part.replace(/^[\s,]+|[\s,]+$/gu, ''))
    .filter((part) => part.split(/\s+/u).length >= 2);
  return parts.length >= 2 ? parts : [sentence];
}
