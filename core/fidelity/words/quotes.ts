/** Quotations in normalised text (see `normaliseText`: typographic marks have become ' and "). */
export interface QuotedSpan {
  /** Offsets in the normalised text, marks included; end exclusive. */
  readonly start: number;
  readonly end: number;
  /** What stands between the marks. */
  readonly text: string;
}

const DOUBLE = /"([^"]+)"/g;
/** A single quote opens after a space or bracket and closes before one: apostrophes stand inside words. */
const SINGLE = /(?<=^|[\s([:,-])'(?=\S)([^"]*?[^\s"])'(?=$|[\s.,;:!?)\]-])/g;

/** Every quotation, left to right, none inside another. Inch marks (7", 1/4") open nothing. */
export function quotedSpans(normalised: string): QuotedSpan[] {
  const spans: QuotedSpan[] = [];
  const withoutInches = normalised.replaceAll(/(\d)"/g, (whole, digit: string, at: number) =>
    opensBefore(normalised, at) ? whole : `${digit}\u2033`,
  );
  collect(DOUBLE, withoutInches, spans);
  collect(SINGLE, withoutInches, spans);
  return spans.sort((left, right) => left.start - right.start);
}

function collect(pattern: RegExp, text: string, spans: QuotedSpan[]): void {
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (spans.some((span) => start < span.end && span.start < end)) continue;
    spans.push({ start, end, text: match[1] ?? '' });
  }
}

/** Whether an odd number of marks stands before: then a mark after a digit closes a quotation. */
function opensBefore(text: string, at: number): boolean {
  const before = text.slice(0, at).replaceAll(/(?<=\d)"/g, '');
  return (before.match(/"/g) ?? []).length % 2 === 1;
}
