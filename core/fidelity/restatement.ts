/**
 * Whether an utterance says again, in its own order and partly in its own words, what a cited sentence says. Then it
 * speaks of that sentence's aspect and leans its way, whatever an opinion lexicon makes of single words ("wipes out the
 * engine drone"): the sentence's sentiment is known from the profile. Ours; a plain overlap of content words, guarded
 * by the number of negations, so that "never waits" is no restatement of "waits".
 */
import { NEGATORS } from './lexicon/negation-words.ts';
import type { ParsedUtterance } from './parse-utterance.ts';
import { stemOf } from './words/lexemes.ts';
import { normaliseText } from './words/normalise.ts';
import { isPunctuation, tokenise, type Word } from './words/tokenise.ts';

const EMPTY: ReadonlySet<string> = new Set(
  (
    'the a an of for and with in on to is are was were be been it its this that these those one ones my your their our his ' +
    'her i you they we he she me them us very really so as at by or from have has had do does did but if then than there ' +
    'here just also too even still quite rather some any all what which who when where how would could should will can ' +
    'may might must get got go goes went say says said tell tells told people someone somebody reviewer reviewers owner ' +
    'owners customer customers guest guests user users thing things item product lot bit kind out up down about into over ' +
    'after before again more most much many'
  ).split(' '),
);
const NEGATING: ReadonlySet<string> = new Set(NEGATORS);
const NUMBERS: ReadonlyMap<string, string> = new Map(
  (
    'one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 fifteen 15 twenty 20 ' +
    'thirty 30 forty 40 fifty 50 sixty 60 ninety 90 hundred 100 mins minute min minute hrs hour hr hour secs second'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, word, at, all) => (at % 2 ? pairs : [...pairs, [word, all[at + 1] ?? '']]), []),
);

export type Restated = 'restated' | 'turned';

/** How much must be common to both. */
export interface Overlap {
  readonly shareOfQuote: number;
  readonly shareOfSentence: number;
  /** Content words. */
  readonly least: number;
  /** Whether a shorter sentence counts when it is there as a whole. */
  readonly short: boolean;
}

/** Enough to take one's words for what is cited. */
const LOOSE: Overlap = { shareOfQuote: 0.3, shareOfSentence: 0.6, least: 2, short: true };
/** Enough to say that words are somebody's, whom nobody cites. */
export const CLOSE: Overlap = { shareOfQuote: 0.55, shareOfSentence: 0.75, least: 4, short: false };

/** turned: the same words with another number of negations. null: other words. */
export function restates(
  { words }: Pick<ParsedUtterance, 'words'>,
  quote: string,
  { shareOfQuote, shareOfSentence, least, short }: Overlap = LOOSE,
): Restated | null {
  const { words: quoted, content: said } = readQuote(quote);
  let found: Restated | null = null;
  for (const sentence of sentencesOf(words)) {
    const own = contentOf(sentence);
    const shared = new Set([...said.stems].filter((stem) => own.stems.has(stem)));
    const enough = shared.size >= (short ? Math.min(least, said.stems.size) : least) && shared.size > 0;
    const alike = shared.size >= shareOfQuote * said.stems.size || shared.size >= shareOfSentence * own.stems.size;
    if (!enough || !alike) continue;
    const turned = negatedStems(quoted);
    const denied = negatedStems(sentence);
    if ([...shared].every((stem) => denied.has(stem) === turned.has(stem))) return 'restated';
    found = 'turned';
  }
  return found;
}

const PART = /^(?:[,;:()]|-+|but|so|and|though|although|while|whereas|because|since|which|who|that|moreover)$/u;

/** Of each part by itself: "not a leg, but a touch expensive" denies no expense. */
function negatedStems(words: readonly Word[]): ReadonlySet<string> {
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (PART.test(word.form)) parts.push([]);
    parts.at(-1)?.push(word);
  }
  return new Set(parts.map(contentOf).flatMap(({ stems, negations }) => (negations % 2 === 1 ? [...stems] : [])));
}

/** Stems of a sentence's content words: which opinion words of a restatement are the reviewer's. */
export const stemsOf = (text: string): ReadonlySet<string> => contentOf(wordsOf(text)).stems;

interface ReadQuote {
  readonly words: Word[];
  readonly content: ReturnType<typeof contentOf>;
}

/** Reviews are looked through again and again: what was read last is kept. */
const KEPT = 20_000;
const quotes = new Map<string, ReadQuote>();

function readQuote(quote: string): ReadQuote {
  const known = quotes.get(quote);
  if (known !== undefined) return known;
  const words = wordsOf(quote);
  const read = { words, content: contentOf(words) };
  if (quotes.size >= KEPT) quotes.clear();
  quotes.set(quote, read);
  return read;
}

const wordsOf = (text: string): Word[] => tokenise(normaliseText(text), []);

function sentencesOf(words: readonly Word[]): Word[][] {
  const sentences: Word[][] = [];
  for (const word of words) {
    if (word.masked) continue;
    (sentences[word.sentence] ??= []).push(word);
  }
  return sentences.filter((sentence) => sentence !== undefined);
}

function contentOf(words: readonly Word[]): { stems: Set<string>; negations: number } {
  const stems = new Set<string>();
  let negations = 0;
  for (const { form } of words) {
    if (isPunctuation(form)) continue;
    if (NEGATING.has(form) || form.endsWith("n't")) negations++;
    else if (!EMPTY.has(form)) stems.add(stemOf(NUMBERS.get(form) ?? form));
  }
  return { stems, negations };
}
