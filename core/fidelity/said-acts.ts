/**
 * Whether the words of a turn realise an act. Aspects and items must be in the words; where an act has no words of its
 * own, the weaker condition is named at its case. Only a clear contradiction of the polarity fails; what is unclear
 * passes, but for a weakness to be admitted or complained of, which needs something negative in the turn.
 */
import type { DialogAct, Evidence, Polarity } from '../planning/dialog-act.ts';
import type { Leaning } from './aspect-polarity.ts';
import { citedIn, type DialogReading, type ReadTurn } from './dialog-reading.ts';
import { quotesEvidence } from './quoted-evidence.ts';

export interface WantedAct {
  readonly act: DialogAct;
  readonly aspectId: number | null;
  readonly polarity: Polarity | null;
  readonly itemId: string | null;
}

/** What is missing in the words, in words; null: realised. */
export function missingInWords(wanted: WantedAct, read: ReadTurn, reading: DialogReading): string | null {
  return missingItem(wanted, read, reading) ?? missingAspect(wanted, read, reading) ?? missingCue(wanted, read);
}

/** A weakness must be admitted, a complaint made. A user's let-down may be told in words that no lexicon has. */
function lacksDislike(wanted: WantedAct, read: ReadTurn, reading: DialogReading): boolean {
  const { parsed } = read;
  if (wanted.act === 'disclose' || wanted.act === 'refer_history') return false;
  if (wanted.act === 'critique' && parsed.cues.has('refusal')) return false;
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
  if (wanted.aspectId === null) return null;
  const label = reading.aspectLabel(wanted.aspectId);
  if (!speaksOf(wanted.aspectId, read, reading)) return `nothing is said of ${label}`;
  const leaning = leaningOn(wanted.aspectId, read, reading);
  const opposed = isOpposed(wanted, read) && weighsBoth(wanted.aspectId, read, reading);
  if (wanted.polarity !== null && !opposed && contradicts(wanted.polarity, leaning)) {
    return `what is said of ${label} is ${leaning}, not ${wanted.polarity}`;
  }
  if (wanted.polarity === 'negative' && leaning === 'unclear' && lacksDislike(wanted, read, reading)) {
    return `nothing negative is said of ${label}`;
  }
  return null;
}

/** In the words, in a quotation of evidence on it, or as the answer to a question about it. */
export function speaksOf(aspectId: number, read: ReadTurn, reading: DialogReading): boolean {
  if (read.parsed.aspects.some((aspect) => aspect.aspectId === aspectId)) return true;
  if (quotedOn(aspectId, read, reading).length > 0) return true;
  return carriesOver(aspectId, read);
}

/** "Yes, it let me down last time": the previous speaker named the aspect, and this turn names no other one clearly. */
function carriesOver(aspectId: number, read: ReadTurn): boolean {
  const asked = read.previous?.parsed.aspects.some((aspect) => aspect.aspectId === aspectId) ?? false;
  return asked && !read.parsed.aspects.some((aspect) => aspect.strength !== 'weak');
}

function quotedOn(aspectId: number, read: ReadTurn, reading: DialogReading): Evidence[] {
  return citedIn(read.turn)
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && quotesEvidence(read.parsed, evidence));
}

function quotedSigns(aspectId: number, read: ReadTurn, reading: DialogReading): ReadonlySet<Leaning> {
  return new Set(
    quotedOn(aspectId, read, reading).map(({ sentiment }) =>
      sentiment > 0 ? 'positive' : sentiment < 0 ? 'negative' : 'neutral',
    ),
  );
}

/** The speaker's own words first; a bare quotation speaks by its sentiment. */
export function leaningOn(aspectId: number, read: ReadTurn, reading: DialogReading): Leaning {
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

function missingCue(wanted: WantedAct, read: ReadTurn): string | null {
  const { cues, leaning } = read.parsed;
  switch (wanted.act) {
    case 'elicit':
    case 'inquire':
      return cues.has('question') || cues.has('request') ? null : 'nothing is asked';
    case 'recommend':
      return cues.has('dissuasion') ? 'the item is advised against' : null;
    case 'accept':
      if (cues.has('refusal') && !cues.has('acceptance')) return 'it is turned down';
      return cues.has('acceptance') ? null : 'nothing is accepted';
    case 'reject':
      if (cues.has('acceptance') && !cues.has('refusal')) return 'it is accepted';
      return cues.has('refusal') ? null : 'nothing is turned down';
    case 'critique':
      return leaning === 'positive' && !cues.has('refusal') ? 'nothing is complained of' : null;
    case 'greet':
      // Weaker: a speaker's first words are a greeting, whatever they are.
      return cues.has('greeting') || read.turn.turnIndex <= 1 ? null : 'nobody is greeted';
    case 'close':
      return cues.has('closing') || cues.has('acceptance') ? null : 'no word of parting';
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
