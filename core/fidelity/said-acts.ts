/**
 * Whether the words of a turn realise an act. Aspects and items must be in the words; where an act has no words of its
 * own, the weaker condition is named at its case. Only a clear contradiction of the polarity fails; what is unclear
 * passes, but for a weakness to be admitted or complained of, which needs something negative in the turn.
 */
import type { DialogAct, Polarity } from '../planning/dialog-act.ts';
import type { Leaning } from './aspect-polarity.ts';
import type { DialogReading, ReadTurn } from './dialog-reading.ts';
import { acquits, heardAs, heardOn, surelyOpposes, wishes } from './heard-leanings.ts';
import { contradicts, leaningOn, quotedSigns, speaksOf } from './spoken-aspects.ts';

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
  if (leaning === polarity) return null;
  // To say in so many words that one does not mind is no wish, whatever an inference makes of it.
  if (wanted.act === 'disclose' && leaning === 'neutral') return `what is said of ${label} is neutral, not ${polarity}`;
  const missing = missingLeaning({ wanted, aspectId, polarity, leaning }, read, reading);
  if (polarity === 'neutral' || isOpposed(wanted, read)) return missing;
  const contrary = `what is said of ${label} is ${polarity === 'positive' ? 'negative' : 'positive'}, not ${polarity}`;
  if (contradicts(polarity, leaning)) {
    const heard = heardOn(wanted, polarity, read, reading);
    return heard === 'agrees' ? null : heard === 'opposes' ? contrary : missing;
  }
  // Inference is asked only what may still change the verdict: here, whether words that no rule can read say the contrary.
  const convicts = !wishes(read) && surelyOpposes(wanted, polarity, read, reading);
  if (convicts) return contrary;
  if (missing === null) return null;
  return heardOn(wanted, polarity, read, reading) === 'agrees' ? null : missing;
}

/** What the words lack of the polarity, by rules and embeddings alone. */
function missingLeaning(
  {
    wanted,
    aspectId,
    polarity,
    leaning,
  }: {
    readonly wanted: WantedAct;
    readonly aspectId: number;
    readonly polarity: Polarity;
    readonly leaning: Leaning;
  },
  read: ReadTurn,
  reading: DialogReading,
): string | null {
  const label = reading.aspectLabel(aspectId);
  const opposed = isOpposed(wanted, read);
  // Of two items in one breath no reader can tell for sure which one an opinion is on.
  const doubtful = reading.second !== null && opposed;
  const turned = contradicts(polarity, leaning) && !doubtful && !(opposed && weighsBoth(aspectId, read, reading));
  const mild = polarity === 'negative' && leaning === 'unclear' && lacksDislike(wanted, read, reading);
  // Only then is a turn read again.
  if ((!turned && !mild) || acquits(wanted, read, reading)) return null;
  if (turned) return `what is said of ${label} is ${leaning}, not ${polarity}`;
  const praised = reading.second === null || heardAs(aspectId, read, reading) === 'positive';
  return praised ? `nothing negative is said of ${label}` : null;
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
