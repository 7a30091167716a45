import { shortTitle } from '../text/item-title.ts';
import { quotedSpans } from '../fidelity/words/quotes.ts';
import { normaliseText } from '../fidelity/words/normalise.ts';

/** Words of a dialog in lower case, each title as `<title>` and each quotation as `<quote>`. */
export function maskedWords(turns: readonly string[], titles: readonly string[]): string[] {
  // People say a title's first clause: that is masked as well.
  const longestFirst = titles
    .flatMap((title) => [title, shortTitle(title, []), shortTitle(title, titles)])
    .map((title) => normaliseText(title).toLowerCase())
    .filter((title, index, all) => title !== '' && all.indexOf(title) === index)
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
  return turns.flatMap((turn) => {
    let text = normaliseText(turn).toLowerCase();
    for (const title of longestFirst) text = text.replaceAll(title, ' <title> ');
    for (const span of [...quotedSpans(text)].reverse()) {
      text = `${text.slice(0, span.start)} <quote> ${text.slice(span.end)}`;
    }
    return text.match(/<title>|<quote>|[\p{L}\p{N}']+/gu) ?? [];
  });
}
