import { shortTitle } from '../core/text/item-title.ts';

const FEWEST_WORDS = 2;

/** A text with every quotation taken out and every title, in any of its spoken forms, as the one word "title". */
export function withoutTitlesAndQuotes(text: string, titles: readonly string[]): string {
  const unquoted = text.replaceAll(/["“][^"“”]*["”]/gu, '');
  const spoken = titles.flatMap((title) => [title, shortTitle(title), shortTitle(title, titles)]);
  return [...new Set(spoken)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .reduce((masked, title) => masked.replace(beginningOf(title), 'title'), unquoted);
}

/** The longest beginning of a title that is said, of two words at least where the title has them. */
function beginningOf(title: string): RegExp {
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  const required = words.slice(0, FEWEST_WORDS).join(String.raw`[^\p{L}\p{N}.!?]+`);
  const rest = words
    .slice(FEWEST_WORDS)
    .reduceRight((after, word) => String.raw`(?:[^\p{L}\p{N}]+(?:inch[^\p{L}\p{N}]+)?${word}${after})?`, '');
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${required}${rest}(?![\p{L}\p{N}])`, 'giu');
}
