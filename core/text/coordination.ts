import { placeTokens, type PlacedToken } from './language.ts';

/** What stands between two clauses: [start, end) in UTF-16 units. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

/** Only sentences with one of these are tagged: the tagger is the cost. */
const CANDIDATE = /,\s|\s(?:and|&|plus)\s/iu;
/** A comma behind "when we arrived" ends a frame, no clause of its own. */
const FRAMES = new Set([
  'when',
  'after',
  'before',
  'once',
  'as',
  'since',
  'until',
  'because',
  'while',
  'where',
  'given',
]);
/** What is supposed, not said: "if the food is good and the service is fast, I return". */
const SUPPOSED = new Set(['if', 'unless', 'whether', 'wish', 'wished', 'hoping', 'hope', 'expect', 'expected']);
const CONTRAST_FRAMES = new Set(['although', 'though', 'despite', 'while', 'whilst']);
/** Pronouns that stand for something said before ("we ate tuna and it was perfect") need what they stand for. */
const ANAPHORIC = new Set(['it', 'they', 'he', 'she', 'this', 'these', 'those', 'that', 'one']);
const OTHER_SUBJECTS = new Set(
  'i we you there everything everyone everybody nothing nobody something someone'.split(' '),
);
const POSSESSIVES = new Set(['my', 'our', 'their', 'its', 'your', 'his', 'her']);
const BELIEFS = new Set(['think', 'believe', 'say', 'feel', 'recommend', 'find', 'mind']);
/** A noun phrase in front of its verb; longer ones are mostly mistaken for one. */
const MAX_SUBJECT = 8;
const MIN_TOKENS = 3;
const CONNECTORS = new Set(['ADV', 'PUNCT', 'CCONJ', 'INTJ', 'SCONJ']);

/**
 * Gaps between coordinated clauses: a comma, "and" or both, with subject and finite verb on either side ("the food was
 * great and the service was slow"), or a subject and an adjective on the right ("and prices reasonable").
 */
export function coordinationGaps(sentence: string): Gap[] {
  if (!CANDIDATE.test(sentence)) return [];
  const tokens = placeTokens(sentence);
  const gaps: Gap[] = [];
  let from = 0;
  for (let place = 1; place < tokens.length - 2; place++) {
    const right = afterConjunction(tokens, place);
    if (right === place) continue;
    const left = tokens.slice(from, place);
    if (left.length >= MIN_TOKENS && isClause(left, isComma(tokens[place])) && startsClause(tokens, right)) {
      gaps.push({ start: tokens[place - 1]?.end ?? 0, end: tokens[right]?.start ?? 0 });
      from = right;
    }
    place = right - 1;
  }
  return gaps;
}

/** The place after ",", "and" or ", and"; the same place where none stands there. */
function afterConjunction(tokens: readonly PlacedToken[], place: number): number {
  let next = isComma(tokens[place]) ? place + 1 : place;
  if (['and', '&', 'plus'].includes(tokens[next]?.surface ?? '')) next++;
  return next;
}

/** Something that is said of something: a subject before a finite verb, neither supposed nor denied as a belief. */
function isClause(left: readonly PlacedToken[], beforeComma: boolean): boolean {
  const first = left[left[0]?.surface === 'even' ? 1 : 0]?.surface ?? '';
  if (left.some(({ surface }) => SUPPOSED.has(surface))) return false;
  if (CONTRAST_FRAMES.has(first)) return beforeComma;
  if (beforeComma && FRAMES.has(first)) return false;
  if (deniesBelief(left)) return false;
  return left.some(
    ({ surface }, place) => (place === 0 || surface === ',' || surface === 'that') && startsAnyClause(left, place),
  );
}

/** "I don't think ... and ..." denies both: the negation must not be cut off. */
function deniesBelief(left: readonly PlacedToken[]): boolean {
  return left.some(
    ({ surface }, place) =>
      ["n't", 'n’t', 'not', 'never', 'dont', 'didnt'].includes(surface) && BELIEFS.has(left[place + 1]?.surface ?? ''),
  );
}

/** A clause that can stand alone: its subject is no pronoun for something in the clause before. */
function startsClause(tokens: readonly PlacedToken[], place: number): boolean {
  const first = tokens[skip(tokens, place, 'ADV')];
  if (first === undefined || first.partOfSpeech === 'SCONJ' || ANAPHORIC.has(first.surface)) return false;
  return startsAnyClause(tokens, place);
}

/** A subject from `place` on (connectors aside), then a finite verb, or an adjective that ends the clause. */
function startsAnyClause(tokens: readonly PlacedToken[], place: number): boolean {
  let at = place;
  while (CONNECTORS.has(tokens[at]?.partOfSpeech ?? '')) at++;
  const first = tokens[at]?.surface ?? '';
  if (FRAMES.has(first)) return false;
  if ((ANAPHORIC.has(first) || OTHER_SUBJECTS.has(first)) && isFinite(tokens, skip(tokens, at + 1, 'ADV'))) return true;
  const subject = at;
  let noun = -1;
  for (; at < tokens.length && at - subject < MAX_SUBJECT; at++) {
    const token = tokens[at];
    if (token === undefined || !inSubject(token)) break;
    if (token.partOfSpeech === 'NOUN' || token.partOfSpeech === 'PROPN') noun = at;
  }
  if (noun < 0) return false;
  const verb = skip(tokens, noun + 1, 'ADV');
  if (isFinite(tokens, verb)) return true;
  const after = tokens[verb + 1];
  return tokens[verb]?.partOfSpeech === 'ADJ' && (after === undefined || /^(?:PUNCT|CCONJ)$/u.test(after.partOfSpeech));
}

function inSubject({ partOfSpeech, surface }: PlacedToken): boolean {
  if (partOfSpeech === 'PRON') return POSSESSIVES.has(surface);
  return ['DET', 'ADJ', 'NUM', 'NOUN', 'PROPN', 'ADP', 'PART'].includes(partOfSpeech) && surface !== 'to';
}

function isFinite(tokens: readonly PlacedToken[], place: number): boolean {
  const token = tokens[place];
  if (token === undefined) return false;
  if (token.partOfSpeech === 'AUX') return true;
  return token.partOfSpeech === 'VERB' && !token.surface.endsWith('ing') && tokens[place - 1]?.surface !== 'to';
}

function skip(tokens: readonly PlacedToken[], place: number, partOfSpeech: string): number {
  let at = place;
  while (tokens[at]?.partOfSpeech === partOfSpeech) at++;
  return at;
}

function isComma(token: PlacedToken | undefined): boolean {
  return token?.surface === ',';
}
