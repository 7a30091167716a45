/**
 * Speakable forms of catalogue titles. Shops put everything into a title ("Fender 351 Premium Celluloid Guitar Picks,
 * 12 Pack, Black Moto, Medium"); people say its first clause. Deterministic and free of any locale.
 */

const CLAUSE_BREAK = /\s+[-–—|/]+\s*|\/\s+|[,;:([|]\s*|\s+(?=with |for |w\/)/i;
const MAX_WORDS = 8;
const MIN_WORDS = 3;
/** Words that a title cannot end on. */
const DANGLING = new Set([
  'a',
  'an',
  'the',
  'and',
  'or',
  'of',
  'to',
  'for',
  'with',
  'in',
  'on',
  'by',
  'from',
  '&',
  '+',
]);
const STOP_WORDS = new Set([...DANGLING, 'at', 'is', 'it', 'as', 'your', 'x', 's']);

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  deg: '°',
};

/** Titles come out of web pages: entities are read as their characters, and inch marks as the word that is said. */
function clean(name: string): string {
  return name
    .replace(/&(quot|amp|apos|#39|lt|gt|deg);/g, (whole, entity: string) => ENTITIES[entity] ?? whole)
    .replace(/(\d)["”″](?![\p{L}\d])/gu, '$1-inch')
    .replace(/["“”]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function clausesOf(name: string): string[] {
  return name
    .split(CLAUSE_BREAK)
    .map((clause) => clause.replace(/[)\].,;:\-–—/|\s]+$/, '').trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

function trimDangling(words: readonly string[]): string[] {
  const kept = [...words];
  while (kept.length > 1 && DANGLING.has((kept.at(-1) ?? '').toLowerCase())) kept.pop();
  return kept;
}

/** Shops put the brand before titles that begin with it: "Visual Sound Visual Sound One Spot". */
function withoutStutter(words: readonly string[]): string[] {
  for (let length = Math.floor(words.length / 2); length > 0; length--) {
    const [first, second] = [words.slice(0, length), words.slice(length, 2 * length)];
    if (first.join(' ').toLowerCase() === second.join(' ').toLowerCase()) return words.slice(length);
  }
  return [...words];
}

function cut(name: string, minWords: number, maxWords: number): string {
  const words: string[] = [];
  for (const clause of clausesOf(name)) {
    if (words.length >= minWords) break;
    words.push(...clause.split(' '));
  }
  return trimDangling(withoutStutter(words).slice(0, maxWords)).join(' ');
}

/**
 * The first clause of a title, at least three and at most eight words where the title has them. `among`: other titles
 * that it must not be confused with; the form grows until it differs from theirs, at the longest to the whole title.
 */
export function shortTitle(name: string, among: readonly string[] = []): string {
  const whole = clean(name);
  const short = cut(whole, MIN_WORDS, MAX_WORDS) || whole;
  const start = name.trimStart().slice(0, 3).toLowerCase();
  const rivals = among
    .filter((other) => other !== name && other.trimStart().toLowerCase().startsWith(start))
    .map((other) => clean(other).toLowerCase());
  if (rivals.length === 0) return short;
  const wordCount = whole.split(' ').length;
  for (let minWords = MIN_WORDS; minWords < wordCount; minWords++) {
    const candidate = cut(whole, minWords, Math.max(MAX_WORDS, minWords)) || whole;
    const spoken = candidate.toLowerCase();
    if (!rivals.some((rival) => cut(rival, minWords, Math.max(MAX_WORDS, minWords)) === spoken)) return candidate;
  }
  return whole;
}

/** Lower-case words of a title that carry meaning, in order, each once. */
export function titleTokens(name: string): string[] {
  const tokens =
    clean(name)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(tokens)].filter((token) => !STOP_WORDS.has(token));
}
