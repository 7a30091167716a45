/**
 * The words in which the sample's reviewers speak of one aspect. Alternatives stand in the phrases themselves:
 * "(a|b|)" is one of a, b and nothing; they nest. Clauses have no capital and no full stop.
 */
export interface AspectLexicon {
  readonly key: string;
  readonly name: string;
  /** Subjects with their verb: "zippers are", "fabric is". */
  readonly subjects: readonly string[];
  /** Predicates after "is" or "are". */
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Where and when it shows. */
  readonly situations: readonly string[];
  readonly goodClauses: readonly string[];
  readonly badClauses: readonly string[];
}
