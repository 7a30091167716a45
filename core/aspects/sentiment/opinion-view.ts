import { valenceOf } from '../../text/opinion-lexicon.ts';
import { LONGEST_PHRASE, OPINION_PHRASES } from '../../text/opinion-phrases.ts';
import { opinionTokens } from '../../text/opinion-tokens.ts';

/** What the lexicon and its rules make of a text. */
export interface OpinionView {
  /** In (-1, 1): the sum of valences, softly bounded. */
  readonly score: number;
  /** Words and phrases that judge. */
  readonly hits: number;
  /** Those among them whose sign a rule turned: what the embeddings are blind to. */
  readonly turned: number;
  readonly question: boolean;
}

const NEGATORS = new Set(
  (
    "n't not no never none nobody nothing neither nor nowhere hardly barely scarcely without rarely seldom lacks lack " +
    'lacking lacked isnt minus except'
  ).split(' '),
);
const STRONGER = new Set(
  'very really so extremely super incredibly absolutely highly totally truly insanely seriously exceptionally such'.split(
    ' ',
  ),
);
const WEAKER = new Set(
  'slightly somewhat fairly kinda bit little mildly rather pretty reasonably relatively'.split(' '),
);
const SEGMENT_ENDS = new Set(['.', '!', '?', ';', ':', ',', '(', ')', 'but', 'because', 'although', 'though']);
const COMPARATIVES = new Set(['more', 'better', 'nicer', 'happier', 'friendlier', 'tastier', 'fresher', 'easier']);
/** Opinions behind these are sought, heard or supposed, not given: "if you want good food". */
const SOUGHT = new Set(
  'if looking search mood want wanted wanting heard hearing hoping expecting expected craving unless'.split(' '),
);
const MODALS = new Set(['would', 'could', 'should', 'might']);
const SUPPOSING = new Set(['be', 'been', 'have', 've', 'use', 'of']);
/** "Me too" and "too, and": no excess. */
const NOT_EXCESS = new Set(
  'and but for to in at as when because so if i we it they he she the a an with on of or my our was is are were that this you . , ! ? ; : ( )'.split(
    ' ',
  ),
);
const LIKERS = new Set("i we really do did n't not she he they kids all definitely also both always".split(' '));
const SCOPE = 4;
const EXCESS = -0.4;
const WISH = -0.3;
const SOUGHT_TRUST = 0.25;
/** "Not great" is milder than "bad"; "not bad" is milder than "good". */
const DENIED_PRAISE = -0.7;
const DENIED_BLAME = -0.5;
const SUPPOSED_PRAISE = -0.6;
const SOFTNESS = 0.5;

export function opinionView(text: string): OpinionView {
  const tokens = opinionTokens(text);
  let [sum, hits, turned, from] = [0, 0, 0, 0];
  for (let place = 0; place < tokens.length; place++) {
    const token = tokens[place] ?? '';
    if (SEGMENT_ENDS.has(token)) {
      from = place + 1;
      continue;
    }
    const phrase = phraseAt(tokens, place);
    if (phrase !== undefined) {
      place += phrase.length - 1;
      // A phrase holds its negation within itself: nothing before it reaches behind it.
      from = place + 1;
      if (phrase.valence !== 0) hits++;
      sum += phrase.valence;
      continue;
    }
    const said = wordValence(tokens, place);
    if (said === 0) continue;
    const meant = said * turnOf(tokens, from, place, said);
    hits++;
    if (meant * said < 0) turned++;
    sum += meant;
  }
  return { score: sum / Math.sqrt(sum * sum + SOFTNESS), hits, turned, question: tokens.at(-1) === '?' };
}

function phraseAt(tokens: readonly string[], place: number): { valence: number; length: number } | undefined {
  if (!PHRASE_STARTS.has(tokens[place] ?? '')) return undefined;
  for (let length = Math.min(LONGEST_PHRASE, tokens.length - place); length >= 1; length--) {
    const valence = OPINION_PHRASES.get(tokens.slice(place, place + length).join(' '));
    if (valence !== undefined) return { valence, length };
  }
  return undefined;
}

const PHRASE_STARTS = new Set([...OPINION_PHRASES.keys()].map((phrase) => phrase.split(' ')[0] ?? ''));

/** The word's own valence, with the word before it taken in. */
function wordValence(tokens: readonly string[], place: number): number {
  const token = tokens[place] ?? '';
  const before = tokens[place - 1] ?? '';
  if (token === 'like' || token === 'liked' || token === 'likes')
    return token !== 'like' || LIKERS.has(before) ? 0.4 : 0;
  if (token === 'wish' || token === 'wished') return WISH;
  const valence = valenceOf(token);
  if (before === 'too' && !NOT_EXCESS.has(token) && valence < 0.8) return Math.min(valence, EXCESS);
  if (STRONGER.has(before)) return 1.3 * valence;
  return WEAKER.has(before) ? 0.6 * valence : valence;
}

/** By what the words before it, back to the last mark or contrast, turn a word's valence. */
function turnOf(tokens: readonly string[], from: number, place: number, valence: number): number {
  let turn = 1;
  let compared = COMPARATIVES.has(tokens[place] ?? '');
  for (let before = place - 1; before >= from; before--) {
    const token = tokens[before] ?? '';
    if (COMPARATIVES.has(token)) compared = true;
    const near = place - before <= SCOPE;
    if (near && NEGATORS.has(token)) {
      if (valence < 0) return DENIED_BLAME;
      // "Nothing better", "could not be more pleasant": praise.
      return compared ? 1 : Math.min(turn, DENIED_PRAISE);
    }
    if (near && valence > 0 && MODALS.has(token) && SUPPOSING.has(tokens[before + 1] ?? '')) turn = SUPPOSED_PRAISE;
    if (SOUGHT.has(token)) turn = Math.min(turn, SOUGHT_TRUST);
  }
  return turn;
}
