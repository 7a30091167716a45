/** Markup that is known to be safe: only `html` and `trusted` make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Content = Html | string | number | null | readonly Content[];

/** A template that escapes every value but what `html` itself made: texts of the data can end neither tag nor attribute. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let markup = strings[0] ?? '';
  for (const [place, value] of values.entries()) markup += rendered(value) + (strings[place + 1] ?? '');
  return new Html(markup);
}

/** For markup that another serialiser has escaped already (the charts' SVG), never for text of the data. */
export const trusted = (markup: string): Html => new Html(markup);

function rendered(value: Content): string {
  if (value === null) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return value.map(rendered).join('');
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which HTML does not allow, become the replacement character. */
export function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/gu, (character) => REFERENCES[character] ?? character)
    .replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD');
}
