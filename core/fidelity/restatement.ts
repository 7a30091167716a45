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
  const said = readQuote(quote);
  const enough = short ? Math.max(1, Math.min(least, said.stems.size)) : least;
  if (said.stems.size < enough) return null;
  let found: Restated | null = null;
  for (const own of spokenSentences(words)) {
    let [shared, agreed] = [0, true];
    for (const stem of said.stems) {
      if (!own.stems.has(stem)) continue;
      shared++;
      agreed &&= own.denied.has(stem) === said.denied.has(stem);
    }
    const alike = shared >= shareOfQuote * said.stems.size || shared >= shareOfSentence * own.stems.size;
    if (shared < enough || !alike) continue;
    if (agreed) return 'restated';
    found = 'turned';
  }
  return found;
}

/**
 * Those of the sentences that say again, as closely as `CLOSE` asks, one of many quotes: `restates` for each pair, tried only
 * where enough stems are common (a dialog of thirty sentences stands against thousands).
 */
export function closelyRestated<S extends Pick<ParsedUtterance, 'words'>>(
  sentences: readonly S[],
  quotes: readonly string[],
): ReadonlySet<S> {
  const places = new Map<string, number[]>();
  for (const [at, { words }] of sentences.entries()) {
    for (const stem of new Set(spokenSentences(words).flatMap(({ stems }) => [...stems]))) {
      const known = places.get(stem);
      if (known === undefined) places.set(stem, [at]);
      else known.push(at);
    }
  }
  const found = new Set<S>();
  const shared = new Uint16Array(sentences.length);
  for (const quote of quotes) {
    shared.fill(0);
    for (const stem of readQuote(quote).stems) {
      for (const at of places.get(stem) ?? []) {
        const sentence = sentences[at];
        shared[at] = (shared[at] ?? 0) + 1;
        if (sentence === undefined || shared[at] !== CLOSE.least || found.has(sentence)) continue;
        if (restates(sentence, quote, CLOSE) === 'restated') found.add(sentence);
      }
    }
  }
  return found;
}

/** Stems of a sentence's content words: which opinion words of a restatement are the reviewer's. */
export const stemsOf = (text: string): ReadonlySet<string> => readQuote(text).stems;

interface Content {
  readonly stems: ReadonlySet<string>;
  /** Of these, those that stand in a part with an odd number of negations. */
  readonly denied: ReadonlySet<string>;
}

/** Reviews are looked through again and again: what was read last is kept. */
const KEPT = 20_000;
const quotes = new Map<string, Content>();

function readQuote(quote: string): Content {
  const known = quotes.get(quote);
  if (known !== undefined) return known;
  const read = contentOf(tokenise(normaliseText(quote), []));
  if (quotes.size >= KEPT) quotes.clear();
  quotes.set(quote, read);
  return read;
}

/** An utterance is held against many sentences. */
const spoken = new WeakMap<readonly Word[], readonly Content[]>();

function spokenSentences(words: readonly Word[]): readonly Content[] {
  const known = spoken.get(words);
  if (known !== undefined) return known;
  const own = words.filter(({ masked }) => !masked);
  const read = [...new Set(own.map(({ sentence }) => sentence))].map((sentence) =>
    contentOf(own.filter((word) => word.sentence === sentence)),
  );
  spoken.set(words, read);
  return read;
}

const PART = /^(?:[,;:()]|-+|but|so|and|though|although|while|whereas|because|since|which|who|that|moreover)$/u;

/** Negations count part by part: "not a leg, but a touch expensive" denies no expense. */
function contentOf(words: readonly Word[]): Content {
  const stems = new Set<string>();
  const denied = new Set<string>();
  let part: string[] = [];
  let negated = false;
  const endPart = (): void => {
    for (const stem of part) {
      stems.add(stem);
      if (negated) denied.add(stem);
    }
    part = [];
    negated = false;
  };
  for (const { form } of words) {
    if (PART.test(form)) endPart();
    if (isPunctuation(form)) continue;
    if (NEGATING.has(form) || form.endsWith("n't")) negated = !negated;
    else if (!EMPTY.has(form)) part.push(stemOf(NUMBERS.get(form) ?? form));
  }
  endPart();
  return { stems, denied };
}
