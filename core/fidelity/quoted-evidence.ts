import type { Evidence } from '../planning/dialog-act.ts';
import type { ParsedUtterance } from './parse-utterance.ts';
import { comparableWords } from './words/normalise.ts';

/** Quotations of fewer words prove nothing, and are how people put a word at a distance. */
export const QUOTE_WORDS = 3;

/** Whether a passage stands in a sentence word for word, white space, case and marks aside; "..." may leave out. */
export function isVerbatim(quotation: string, sentence: string): boolean {
  const source = ` ${comparableWords(sentence)} `;
  let from = 0;
  for (const part of quotation.split('...')) {
    const words = comparableWords(part);
    if (words === '') continue;
    const at = source.indexOf(` ${words} `, from);
    if (at < 0) return false;
    from = at + words.length;
  }
  return true;
}

/** Whether the utterance quotes this evidence, in quotation marks or word for word without them. */
export function quotesEvidence(parsed: ParsedUtterance, evidence: Evidence): boolean {
  const long = (text: string): boolean => comparableWords(text).split(' ').length >= QUOTE_WORDS;
  if (parsed.quotes.some((quote) => long(quote.text) && isVerbatim(quote.text, evidence.quote))) return true;
  return long(evidence.quote) && ` ${comparableWords(parsed.text)} `.includes(` ${comparableWords(evidence.quote)} `);
}
