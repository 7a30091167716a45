/** Text as the checks compare it: entities decoded, quote marks and dashes of one style, white space single. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
};

export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:amp|quot|#34|#39|apos|lt|gt|nbsp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Typographic quote marks become ' and ", dashes become -, white space single; the length may change. */
export function normaliseText(text: string): string {
  return decodeEntities(text)
    .normalize('NFKC')
    .replaceAll(/[\u2018\u2019\u201A\u201B\u2039\u203A\u0060\u00B4]/g, "'")
    .replaceAll(/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('\u2026', '...')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** For verbatim comparison only: case, punctuation and white space aside. */
export function comparableWords(text: string): string {
  return (
    normaliseText(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu)
      ?.join(' ') ?? ''
  );
}
