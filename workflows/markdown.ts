/** Figures and words for the Temporal UI's Markdown, pure: it reads "$...$" as a formula, and "|" parts a table. */

/** 1234567 -> "1,234,567". */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/gu, ',');

export const usd = (micro: number): string => `${(micro / 1e6).toFixed(2)} US dollars`;

/** "order × 2"; once is not counted. */
export const times = (what: string, count: number): string => (count === 1 ? what : `${what} × ${grouped(count)}`);

const LONGEST = 500;

/** Words from elsewhere (a provider's message, say) on one line, as they are. */
export function plain(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').replaceAll('$', 'USD ');
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return shown.replaceAll(/[\\`*_[\]<>#|]/gu, (mark) => `\\${mark}`);
}
