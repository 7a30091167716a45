export interface Word {
  /** Lower case. Punctuation is a word of its own. */
  readonly form: string;
  /** Offsets in the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  /** Inside an item's name or a quotation: neither opinion nor aspect of the speaker's own. */
  readonly masked: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*|[.!?;:,()]|\s-+\s/gu;

/** Words of normalised text; sentences end at . ! ? (not inside numbers or masked spans). */
export function tokenise(normalised: string, masks: readonly Span[]): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  for (const match of normalised.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    const masked = masks.some((mask) => start < mask.end && mask.start < end);
    const form = match[0].trim().toLowerCase();
    words.push({ form, start, end, sentence, masked });
    const ends = /^[.!?]$/.test(form) && !masked && !/^[.]\d/.test(normalised.slice(start, start + 2));
    const quoteEnds =
      masked && /[.!?]"?$/.test(form) && masks.some((mask) => mask.end - 2 <= start && start < mask.end);
    if (ends || quoteEnds) sentence++;
  }
  return words;
}

export const isPunctuation = (form: string): boolean => !/[\p{L}\p{N}]/u.test(form);
