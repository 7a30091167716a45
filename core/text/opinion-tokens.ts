const TOKEN = /n't|\p{L}+(?:-\p{L}+)*|\d+|[?!.,;:()]/gu;

/**
 * Lower-case words and marks for the lexicon, by a pattern: no tagger, which costs ten times as much. Negations stand
 * by themselves however they are written: "can't", "cannot", "dont" give "ca n't", "can not", "do n't".
 */
export function opinionTokens(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/[’`´]/gu, "'")
    .replace(/\b(do|does|did|is|was|are|were|wo|would|could|should|have|has|had|ca|ai)n'?t\b/gu, "$1 n't ")
    .replace(/\bcannot\b/gu, 'can not');
  return plain.match(TOKEN) ?? [];
}
