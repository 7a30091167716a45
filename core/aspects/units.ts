import { splitClauses } from '../text/clauses.ts';

/**
 * The units that are embedded: clauses. "Great food but slow service" holds two aspects of two minds, and one vector
 * of the whole would be of neither. A sentence of one clause is its own unit, verbatim.
 */
export interface Units {
  /** All units, by sentence, in order. */
  readonly texts: readonly string[];
  /** (n + 1): the units of sentence i are `starts[i]` to `starts[i + 1] - 1`; at least one each. */
  readonly starts: Int32Array;
}

export function unitsOf(sentences: readonly string[]): Units {
  const texts: string[] = [];
  const starts = new Int32Array(sentences.length + 1);
  for (const [index, sentence] of sentences.entries()) {
    texts.push(...splitClauses(sentence));
    starts[index + 1] = texts.length;
  }
  return { texts, starts };
}
