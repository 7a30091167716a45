/** Finds fixed expressions in lower-cased text, on word boundaries; "let me down" also meets "let  me down". */
export interface PhraseMatcher {
  test(lower: string): boolean;
  /** Every occurrence, left to right; the longest expression wins where several begin. */
  spans(lower: string): { readonly start: number; readonly end: number }[];
}

/** Takes a lexicon's expressions, separated by " | ". */
export function createPhraseMatcher(phrases: string): PhraseMatcher {
  const longestFirst = phrases
    .split(' | ')
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
  const source = longestFirst
    .map((phrase) =>
      phrase
        .trim()
        .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll(/\s+/g, String.raw`\s+`),
    )
    .join('|');
  const pattern = (): RegExp => new RegExp(String.raw`(?<![\p{L}\p{N}'-])(?:${source})(?![\p{L}\p{N}-])`, 'giu');
  const compiled = pattern();
  return {
    test: (lower) => {
      compiled.lastIndex = 0;
      return compiled.test(lower);
    },
    spans: (lower) =>
      [...lower.matchAll(pattern())].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  };
}
