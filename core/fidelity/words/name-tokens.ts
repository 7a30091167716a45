import { normaliseText } from './normalise.ts';

export interface NameToken {
  /** Lower case; a model number without its hyphens ("DS-1" is "ds1"). */
  readonly form: string;
  /** Offsets in the normalised text. */
  readonly start: number;
  readonly end: number;
  /** Starts with a capital, where a sentence does not ask for one. */
  readonly capitalised: boolean;
}

const TOKEN = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** Tokens of a title or of an utterance, in the one form in which names are compared. Takes normalised text. */
export function nameTokens(normalised: string): NameToken[] {
  const tokens: NameToken[] = [];
  for (const match of normalised.matchAll(TOKEN)) {
    const isModelNumber = /\d/.test(match[0]) && /\p{L}/u.test(match[0]) && match[0].length <= 14;
    if (isModelNumber) {
      tokens.push(token(match[0].replaceAll('-', ''), match.index, match.index + match[0].length, normalised));
      continue;
    }
    let start = match.index;
    for (const piece of match[0].split('-')) {
      tokens.push(token(piece, start, start + piece.length, normalised));
      start += piece.length + 1;
    }
  }
  return tokens;
}

/** Tokens of a raw name. */
export function tokensOfName(name: string): NameToken[] {
  return nameTokens(normaliseText(name));
}

function token(form: string, start: number, end: number, text: string): NameToken {
  const upper = /^\p{Lu}/u.test(form);
  const sentenceStart = /(?:^|[.!?]["')]*\s+|["(]\s*)$/.test(text.slice(Math.max(0, start - 6), start)) || start === 0;
  const allCapitals = form.length > 1 && form === form.toUpperCase() && /\p{Lu}/u.test(form);
  return { form: form.toLowerCase(), start, end, capitalised: upper && (!sentenceStart || allCapitals) };
}
