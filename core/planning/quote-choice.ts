import type { Citation } from './citable-evidence.ts';

const MAX_CITATIONS = 2;

/** Chooses quotes so that one sentence does not stand behind several statements of a dialog, where others are left. */
export interface QuoteChoice {
  isSaid(citation: Citation): boolean;
  /** Up to two, unsaid ones only; a said one where there is no other. What is chosen counts as said. */
  choose(citations: readonly Citation[]): Citation[];
}

export function createQuoteChoice(said: readonly Citation[]): QuoteChoice {
  const sentenceOf = ({ evidence }: Citation): string => JSON.stringify([evidence.reviewId, evidence.sentenceIndex]);
  const sentences = new Set(said.map(sentenceOf));
  const isSaid = (citation: Citation): boolean => sentences.has(sentenceOf(citation));
  return {
    isSaid,
    choose: (citations) => {
      const unsaid = citations.filter((citation) => !isSaid(citation));
      const chosen = unsaid.length > 0 ? unsaid.slice(0, MAX_CITATIONS) : citations.slice(0, 1);
      for (const citation of chosen) sentences.add(sentenceOf(citation));
      return chosen;
    },
  };
}
