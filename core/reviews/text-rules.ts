/**
 * What is done to a review's words before anything quotes them. Every rule is one pattern and one replacement, written
 * in the dialect that JavaScript and RE2 (DuckDB) share: no look-around, ASCII classes only, `\1` for groups. So the
 * same list runs here and, for scale, as SQL; a test holds the two against each other.
 */
export interface TextRule {
  readonly name: string;
  readonly pattern: string;
  /** RE2 notation: `\1` stands for the first group. */
  readonly replacement: string;
}

/** Mark-up that review sites leave in their texts. `&amp;` comes last, so that nothing is decoded twice. */
export const MARKUP_RULES: readonly TextRule[] = [
  { name: 'line break', pattern: '<[bB][rR] ?/?>', replacement: '\n' },
  { name: 'quotation mark', pattern: '&(?:quot|#34);', replacement: '"' },
  { name: 'apostrophe', pattern: '&(?:apos|#39|#039);', replacement: "'" },
  { name: 'less than', pattern: '&lt;', replacement: '<' },
  { name: 'greater than', pattern: '&gt;', replacement: '>' },
  { name: 'space', pattern: '&nbsp;', replacement: ' ' },
  { name: 'ampersand', pattern: '&amp;', replacement: '&' },
];

/** Personal data. Links go first: an address inside a link must not leave half a link behind. */
export const MASK_RULES: readonly TextRule[] = [
  { name: 'link', pattern: '(?:https?://|www\\.)[^ \\t\\r\\n<>"]*[A-Za-z0-9/]', replacement: '[link]' },
  {
    name: 'e-mail',
    pattern: '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z][A-Za-z]+',
    replacement: '[email]',
  },
  // "+49 30 1234567": a plus sign, a country code and at least seven more digits.
  { name: 'international phone', pattern: '\\+[0-9](?:[ ().-]{0,2}[0-9]){7,14}\\b', replacement: '[phone]' },
  // "(805) 555-0123", "805-555-0123", "1.805.555.0123"; separators are required, so article numbers stay.
  {
    name: 'phone',
    pattern: '(?:\\b1[ .-])?(?:\\([0-9]{3}\\) ?|\\b[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}\\b',
    replacement: '[phone]',
  },
  // Seven digits alone may be a model number or a range: only after a word that announces a phone number.
  {
    name: 'local phone',
    pattern:
      '\\b([Cc]all|[Pp]hone|[Tt]el|[Ff]ax|[Tt]ext)((?: (?:me|us|them|him|her|at|on|is))*[.:]? )[0-9]{3}[ .-][0-9]{4}\\b',
    replacement: '\\1\\2[phone]',
  },
];

/** White space at both ends. */
export const TRIM_RULES: readonly TextRule[] = [
  { name: 'trim', pattern: '^[ \\t\\r\\n]+|[ \\t\\r\\n]+$', replacement: '' },
];

export function applyTextRules(text: string, rules: readonly TextRule[]): string {
  let result = text;
  for (const rule of rules) {
    const replacement = rule.replacement.replaceAll('$', '$$$$').replaceAll(/\\(\d)/gu, '$$$1');
    result = result.replaceAll(new RegExp(rule.pattern, 'gu'), replacement);
  }
  return result;
}

/** The rules for one run, in the order in which they apply. */
export function textRules(maskPersonalData: boolean): readonly TextRule[] {
  return [...MARKUP_RULES, ...(maskPersonalData ? MASK_RULES : []), ...TRIM_RULES];
}

/** Masks e-mail addresses, phone numbers and links. */
export function maskPersonalData(text: string): string {
  return applyTextRules(text, MASK_RULES);
}
