/**
 * Whether the words of a turn realise an act. Aspects and items must be in the words; where an act has no words of its
 * own, the weaker condition is named at its case. Only a clear contradiction of the polarity fails; what is unclear
 * passes, but for a weakness to be admitted or complained of, which needs something negative in the turn.
 */
import type { DialogAct, Evidence, Polarity } from '../planning/dialog-act.ts';
import type { Leaning } from './aspect-polarity.ts';
import { citedIn, type DialogReading, type ReadTurn } from './dialog-reading.ts';
import { LEANS } from './hearing.ts';
import { quotesEvidence } from './quoted-evidence.ts';
import { restates, stemsOf } from './restatement.ts';
import { ownWords } from './second-reading.ts';
import { stemOf } from './words/lexemes.ts';

/** Sentiments nearer to 0 lean no way that one should rely on. */
const CLEARLY = 0.4;
/** How clearly words that no rule can read must lean the other way. */
const CONVICTS = 0.5;

export interface WantedAct {
  readonly act: DialogAct;
  readonly aspectId: number | null;
  readonly polarity: Polarity | null;
  readonly itemId: string | null;
}

/** What is missing in the words, in words; null: realised. */
export function missingInWords(wanted: WantedAct, read: ReadTurn, reading: DialogReading): string | null {
  return (
    missingItem(wanted, read, reading) ?? missingAspect(wanted, read, reading) ?? missingCue(wanted, read, reading)
  );
}

/** An aspect, of one item or of any. */
export interface Topic {
  readonly aspectId: number;
  readonly itemId: string | null;
}

/** A weakness must be admitted, a complaint made. A user's let-down may be told in words that no lexicon has. */
function lacksDislike(wanted: WantedAct, read: ReadTurn, reading: DialogReading): boolean {
  const { parsed } = read;
  if (wanted.act === 'disclose' || wanted.act === 'refer_history') return false;
  if (parsed.clauses.some(({ sum }) => sum.negative > 0)) return false;
  return wanted.aspectId === null || !quotedSigns(wanted.aspectId, read, reading).has('negative');
}

/** "The other one is flimsy, this one is sturdy": the turn declares both sides of one aspect, of two items. */
function isOpposed(wanted: WantedAct, { turn }: ReadTurn): boolean {
  return turn.acts.some(
    (other) =>
      other.aspectId === wanted.aspectId &&
      other.itemId !== wanted.itemId &&
      other.polarity !== null &&
      other.polarity !== wanted.polarity,
  );
}

/** Something good and something bad is said, by the speaker or by whom it quotes. */
function weighsBoth(aspectId: number, read: ReadTurn, reading: DialogReading): boolean {
  const sums = read.parsed.clauses.map(({ sum }) => sum);
  const quoted = quotedSigns(aspectId, read, reading);
  const good = quoted.has('positive') || sums.some(({ positive }) => positive > 0);
  const bad = quoted.has('negative') || sums.some(({ negative }) => negative > 0);
  return good && bad;
}

const ITEM_IN_WORDS: ReadonlySet<DialogAct> = new Set(['recommend', 'refer_history', 'compare']);

/** Acts on the item on the table may say "it"; a comparison may say "the earlier one", or take the name from the question. */
function missingItem(wanted: WantedAct, read: ReadTurn, reading: DialogReading): string | null {
  const { itemId } = wanted;
  if (itemId === null || reading.parser.namesItem(read.parsed, itemId)) return null;
  if (!ITEM_IN_WORDS.has(wanted.act)) {
    if (itemId === read.itemOnTable) return null;
    if (wanted.act === 'inquire' && read.parsed.cues.has('earlierItem')) return null;
  }
  const asked = read.previous !== null && reading.parser.namesItem(read.previous.parsed, itemId);
  if (wanted.act === 'compare' && (asked || read.parsed.cues.has('earlierItem'))) return null;
  return 'the item is not named';
}

function missingAspect(wanted: WantedAct, read: ReadTurn, reading: DialogReading): string | null {
  const { aspectId, itemId, polarity } = wanted;
  if (aspectId === null) return null;
  const label = reading.aspectLabel(aspectId);
  if (!speaksOf(aspectId, read, reading) && !understood(wanted, read, reading)) return `nothing is said of ${label}`;
  // Who turns a thing down for its weakness complains of it, whatever the words.
  if (polarity === null || (wanted.act === 'critique' && refuses(read))) return null;
  const leaning = leaningOn({ aspectId, itemId }, read, reading);
  const opposed = isOpposed(wanted, read);
  if (leaning === polarity) return null;
  if (polarity !== 'neutral' && !opposed) {
    const heard = heardOn(wanted, polarity, read, reading);
    if (heard === 'agrees') return null;
    if (heard !== null && (contradicts(polarity, leaning) || (heard === 'surely' && !wishes(read)))) {
      return `what is said of ${label} is ${polarity === 'positive' ? 'negative' : 'positive'}, not ${polarity}`;
    }
  }
  if (acquits(wanted, read, reading)) return null;
  // Of two items in one breath no reader can tell for sure which one an opinion is on.
  const heard = heardAs(aspectId, read, reading);
  const doubtful = reading.second !== null && opposed;
  if (contradicts(polarity, leaning) && !doubtful && !(opposed && weighsBoth(aspectId, read, reading))) {
    return `what is said of ${label} is ${leaning}, not ${polarity}`;
  }
  const praised = reading.second === null || heard === 'positive';
  if (polarity === 'negative' && leaning === 'unclear' && praised && lacksDislike(wanted, read, reading)) {
    return `nothing negative is said of ${label}`;
  }
  return null;
}

/**
 * Words that name the aspect nowhere: a refusal right after the weakness was told is about that weakness; a question is
 * understood as it is answered, where by meaning it may be about the aspect.
 */
function understood(wanted: WantedAct, read: ReadTurn, reading: DialogReading): boolean {
  const { aspectId } = wanted;
  if (aspectId === null || read.parsed.aspects.some(({ strength }) => strength !== 'weak')) return false;
  if (wanted.act === 'critique') return refuses(read) && read.previous?.turn.speaker === 'system';
  if (wanted.act !== 'inquire' && wanted.act !== 'elicit') return false;
  const answer = reading.turns.find(({ turn }) => turn.turnIndex === read.turn.turnIndex + 1);
  const mayBe = reading.second?.maySpeakOf(read.turn.turnIndex, aspectId) ?? false;
  return mayBe && answer?.turn.nodeId === read.turn.nodeId && speaksOf(aspectId, answer, reading);
}

/**
 * By meaning the turn leans as wanted; or a clause of it means what is cited for that, and does not clearly lean the
 * other way.
 */
function acquits(wanted: WantedAct, read: ReadTurn, reading: DialogReading): boolean {
  const { aspectId, itemId, polarity } = wanted;
  const { second } = reading;
  if (second === null || aspectId === null) return false;
  if (heardAs(aspectId, read, reading) === (polarity === 'neutral' ? 'unclear' : polarity)) return true;
  const sign = polarity === 'negative' ? -1 : 1;
  return citedIn(read.turn)
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && evidence.sentiment * sign > 0)
    .filter((evidence) => itemId === null || evidence.itemId === itemId)
    .some(({ quote }) => {
      const clause = second.likest(read.turn.turnIndex, quote);
      return clause !== null && clause.sentiment * sign > -CLEARLY && restates(read.parsed, quote) !== 'turned';
    });
}

/**
 * By inference from the speaker's own words: the clause nearest to the aspect, then the whole turn. agrees: either does;
 * opposes: neither, and both lean the other way; surely: clearly so. null: not to be told.
 */
function heardOn(
  { aspectId }: WantedAct,
  polarity: 'positive' | 'negative',
  read: ReadTurn,
  reading: DialogReading,
): 'agrees' | 'opposes' | 'surely' | null {
  const { second } = reading;
  if (second === null || aspectId === null) return null;
  const named = read.parsed.aspects.some((aspect) => aspect.aspectId === aspectId);
  const whole = ownWords(read.parsed);
  if (whole === '' || !(named || carriesOver(aspectId, read))) return null;
  const clause = second.nearest(read.turn.turnIndex, aspectId)?.text ?? whole;
  let least = 1;
  for (const text of new Set([clause, whole])) {
    const sign = second.hearing.sign(text, reading.aspectLabel(aspectId));
    if (sign === null) return null;
    const agrees = polarity === 'positive' ? sign : -sign;
    if (agrees >= LEANS) return 'agrees';
    least = Math.min(least, -agrees);
  }
  return least >= CONVICTS ? 'surely' : least >= LEANS ? 'opposes' : null;
}

/** "I wish for smooth hair": what is wished for need not be there. */
function wishes({ turn, parsed }: ReadTurn): boolean {
  return turn.speaker === 'user' && parsed.clauses.some(({ desire }) => desire);
}

/** Which way the turn leans by meaning, where it was read again and leans clearly. */
function heardAs(aspectId: number, { turn }: ReadTurn, { second }: DialogReading): Leaning {
  const sentiment = second?.sentimentOn(turn.turnIndex, aspectId) ?? 0;
  return Math.abs(sentiment) < CLEARLY ? 'unclear' : sentiment > 0 ? 'positive' : 'negative';
}

/** In the words, in a quotation of evidence on it, or as the answer to a question about it. */
export function speaksOf(aspectId: number, read: ReadTurn, reading: DialogReading): boolean {
  if (read.parsed.aspects.some((aspect) => aspect.aspectId === aspectId)) return true;
  if (reading.second?.speaksOf(read.turn.turnIndex, aspectId)) return true;
  if (quotedOn(aspectId, read, reading).length > 0 || restatedOn(aspectId, read, reading).length > 0) return true;
  return carriesOver(aspectId, read);
}

const SHORT_ANSWER = 5;

/** With an opinion, a wish, a pronoun, or in a few words: small talk on something else does not carry an aspect over. */
function answers({ parsed }: ReadTurn): boolean {
  const words = parsed.words.filter(({ form }) => /\p{L}/u.test(form));
  return (
    parsed.leaning !== 'unclear' ||
    words.length <= SHORT_ANSWER ||
    parsed.clauses.some(({ desire, indifference }) => desire || indifference) ||
    words.some(({ form }) => /^(?:it|it's|its|that|that's|they|them|those|these|this|one|mine)$/u.test(form))
  );
}

/** "Yes, it let me down last time": the previous speaker named the aspect, and this turn names no other one clearly. */
function carriesOver(aspectId: number, read: ReadTurn): boolean {
  const asked = read.previous?.parsed.aspects.some((aspect) => aspect.aspectId === aspectId) ?? false;
  return asked && !read.parsed.aspects.some((aspect) => aspect.strength !== 'weak') && answers(read);
}

function quotedOn(aspectId: number, read: ReadTurn, reading: DialogReading): Evidence[] {
  return citedIn(read.turn)
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && quotesEvidence(read.parsed, evidence));
}

/** Evidence on the aspect, cited by this turn or before it, that the turn says again in words of its own. */
function restatedOn(aspectId: number, read: ReadTurn, reading: DialogReading): Evidence[] {
  const cited = reading.turns
    .filter(({ turn }) => turn.turnIndex <= read.turn.turnIndex)
    .flatMap(({ turn }) => citedIn(turn));
  return [...new Set(cited)]
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && restates(read.parsed, evidence.quote) === 'restated');
}

/** The sign of what is restated, unless the speaker adds an opinion of the other sign that nobody wrote. */
function restatedSign({ aspectId, itemId }: Topic, read: ReadTurn, reading: DialogReading): Leaning | null {
  const restated = restatedOn(aspectId, read, reading).filter(
    (evidence) => itemId === null || evidence.itemId === itemId,
  );
  const signs = new Set(restated.map(({ sentiment }) => Math.sign(sentiment)));
  const [sign] = signs;
  if (signs.size !== 1 || sign === undefined || sign === 0) return null;
  const written = new Set(restated.flatMap(({ quote }) => [...stemsOf(quote)]));
  const { words, opinions } = read.parsed;
  const sentences = new Set(words.filter(({ form }) => written.has(stemOf(form))).map(({ sentence }) => sentence));
  const added = opinions.filter(({ first, last, sign: own }) => {
    const inside = words.slice(first, last + 1);
    return own !== sign && inside.every(({ form, sentence }) => sentences.has(sentence) && !written.has(stemOf(form)));
  });
  return added.length > 0 ? null : sign > 0 ? 'positive' : 'negative';
}

function quotedSigns(aspectId: number, read: ReadTurn, reading: DialogReading): ReadonlySet<Leaning> {
  return new Set(
    quotedOn(aspectId, read, reading).map(({ sentiment }) =>
      sentiment > 0 ? 'positive' : sentiment < 0 ? 'negative' : 'neutral',
    ),
  );
}

/** The speaker's own words first; a bare quotation speaks by its sentiment. */
export function leaningOn({ aspectId, itemId }: Topic, read: ReadTurn, reading: DialogReading): Leaning {
  const restated = restatedSign({ aspectId, itemId }, read, reading);
  if (restated !== null) return restated;
  const parsed = read.parsed.aspects.find((aspect) => aspect.aspectId === aspectId);
  if (parsed && parsed.leaning !== 'unclear') return parsed.leaning;
  const [sign, another] = quotedSigns(aspectId, read, reading);
  if (sign !== undefined) return another === undefined ? sign : 'mixed';
  return parsed || !carriesOver(aspectId, read) ? 'unclear' : read.parsed.leaning;
}

/** Only what clearly says something else. Something between good and bad may be put either way. */
export function contradicts(polarity: Polarity, leaning: Leaning): boolean {
  return leaning !== 'mixed' && leaning !== 'unclear' && polarity !== leaning;
}

/** Where all that is left is to part, a few words that ask nothing do: "Until then.", "Happy trails!" */
const PARTING = 10;

function isParting({ turn, parsed }: ReadTurn, { nodes }: DialogReading): boolean {
  const words = parsed.words.filter(({ form }) => /\p{L}/u.test(form)).length;
  return nodes.get(turn.nodeId)?.kind === 'close' && words > 0 && words <= PARTING && !parsed.cues.has('question');
}

/** A refusal in so many words, or a no of any kind that does not wave the weakness aside. */
function refuses({ parsed: { cues } }: ReadTurn): boolean {
  return cues.has('refusal') || (cues.has('no') && !cues.has('wavedAside'));
}

/** "OK, the Cabrito": in answer to what was offered, the item's bare name takes it. */
function takesByName({ itemId }: WantedAct, { parsed }: ReadTurn, reading: DialogReading): boolean {
  const { cues, text } = parsed;
  const hesitates = text.includes('?') || cues.has('no') || cues.has('putOff');
  return itemId !== null && !hesitates && reading.parser.namesItem(parsed, itemId);
}

function missingCue(wanted: WantedAct, read: ReadTurn, reading: DialogReading): string | null {
  const { cues, leaning } = read.parsed;
  switch (wanted.act) {
    case 'elicit':
    case 'inquire':
      return cues.has('question') || cues.has('request') ? null : 'nothing is asked';
    case 'recommend':
      return cues.has('dissuasion') ? 'the item is advised against' : null;
    case 'accept':
      if (cues.has('refusal') && !cues.has('acceptance')) return 'it is turned down';
      return cues.has('acceptance') || takesByName(wanted, read, reading) ? null : 'nothing is accepted';
    case 'reject':
      if (cues.has('acceptance') && !cues.has('refusal')) return 'it is accepted';
      return refuses(read) ? null : 'nothing is turned down';
    case 'critique':
      return leaning === 'positive' && !refuses(read) ? 'nothing is complained of' : null;
    case 'greet':
      // Weaker: a speaker's first words are a greeting, whatever they are.
      return cues.has('greeting') || read.turn.turnIndex <= 1 ? null : 'nobody is greeted';
    case 'close':
      return cues.has('closing') || cues.has('acceptance') || isParting(read, reading) ? null : 'no word of parting';
    case 'disclose':
    case 'refer_history':
    case 'answer':
    case 'justify':
    case 'compare':
      break;
  }
  // Weaker: aspect, item and polarity, looked at above, are all that the words of these have in common.
  return null;
}
