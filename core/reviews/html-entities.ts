/** Named entities that occur in product names; all numeric ones are decoded too. Unknown ones stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  reg: '®',
  trade: '™',
  copy: '©',
  deg: '°',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  frac12: '½',
  frac14: '¼',
  eacute: 'é',
  egrave: 'è',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  ntilde: 'ñ',
  hellip: '…',
  bull: '•',
  times: '×',
};

function decodeOne(entity: string, body: string): string {
  if (!body.startsWith('#')) return NAMED[body] ?? entity;
  const hexadecimal = body[1] === 'x' || body[1] === 'X';
  const code = hexadecimal ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  // Surrogates and controls are no characters of a name.
  const valid = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : entity;
}

/** Decodes HTML entities once ("21&#39;" becomes "21'"), and white space to single blanks. */
export function decodeHtmlEntities(text: string): string {
  return text
    .replaceAll(/&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});/gu, (entity, body: string) =>
      decodeOne(entity, body),
    )
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
