import type { Random } from '../random.ts';

/** Innermost "(a|b|)". */
const ALTERNATIVES = /\(([^()]*)\)/u;

/** One reading of a phrase: each "(a|b|)" becomes one of its alternatives, inner ones first. */
export function expand(phrase: string, random: Random): string {
  let expanded = phrase;
  for (let found = ALTERNATIVES.exec(expanded); found !== null; found = ALTERNATIVES.exec(expanded)) {
    const choice = random.pick((found[1] ?? '').split('|'));
    expanded = expanded.slice(0, found.index) + choice + expanded.slice(found.index + found[0].length);
  }
  return expanded
    .replaceAll(/ {2,}/gu, ' ')
    .replaceAll(/ ([,.!?])/gu, '$1')
    .trim();
}

/** A phrase as a sentence: a capital, one full stop. */
export function asSentence(phrase: string, end = '.'): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1) + (/[.!?]$/u.test(phrase) ? '' : end);
}
