/** Which way a turn leans on an aspect by meaning (sentence embeddings, sentiment, inference), against the wanted way. */
import type { Leaning } from './aspect-polarity.ts';
import { citedIn, type DialogReading, type ReadTurn } from './dialog-reading.ts';
import { contrary, LEANS, type Way } from './hearing.ts';
import { restates } from './restatement.ts';
import type { WantedAct } from './said-acts.ts';
import { ownWords } from './second-reading.ts';
import { carriesOver } from './spoken-aspects.ts';

/** Sentiments nearer to 0 lean no way that one should rely on. */
const CLEARLY = 0.4;
/** How clearly words that no rule can read must lean the other way. */
const CONVICTS = 0.5;

/**
 * By meaning the turn leans as wanted; or a clause of it means what is cited for that, and does not clearly lean the
 * other way.
 */
export function acquits(wanted: WantedAct, read: ReadTurn, reading: DialogReading): boolean {
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
 * opposes: neither, and both lean the other way. null: not to be told.
 */
export function heardOn(
  { aspectId }: WantedAct,
  polarity: Way,
  read: ReadTurn,
  reading: DialogReading,
): 'agrees' | 'opposes' | null {
  const { second } = reading;
  if (second === null || aspectId === null || !mayBeAsked(aspectId, read)) return null;
  const label = reading.aspectLabel(aspectId);
  const whole = ownWords(read.parsed);
  const clause = second.nearest(read.turn.turnIndex, aspectId);
  if (clause === undefined) return null;
  let opposed = true;
  for (const text of new Set([clause ?? whole, whole])) {
    const agrees = second.hearing.leans(text, label, polarity, LEANS);
    if (agrees === null) return null;
    if (agrees) return 'agrees';
    const opposes = second.hearing.leans(text, label, contrary(polarity), LEANS);
    if (opposes === null) return null;
    opposed &&= opposes;
  }
  return opposed ? 'opposes' : null;
}

/** The whole turn and its clause on the aspect clearly lean the other way. False also while that is not to be told. */
export function surelyOpposes(wanted: WantedAct, polarity: Way, read: ReadTurn, reading: DialogReading): boolean {
  const { second } = reading;
  if (second === null || wanted.aspectId === null || !mayBeAsked(wanted.aspectId, read)) return false;
  const label = reading.aspectLabel(wanted.aspectId);
  const against = (text: string): boolean => second.hearing.leans(text, label, contrary(polarity), CONVICTS) === true;
  const whole = ownWords(read.parsed);
  // One that does not is enough; the whole turn first, since no embedding is needed to find it.
  if (!against(whole)) return false;
  const clause = second.nearest(read.turn.turnIndex, wanted.aspectId);
  return clause !== undefined && (clause === null || against(clause));
}

/** The turn names the aspect or carries it over, in words of its own. */
const mayBeAsked = (aspectId: number, read: ReadTurn): boolean =>
  ownWords(read.parsed) !== '' &&
  (read.parsed.aspects.some((aspect) => aspect.aspectId === aspectId) || carriesOver(aspectId, read));

/** "I wish for smooth hair": what is wished for need not be there. */
export function wishes({ turn, parsed }: ReadTurn): boolean {
  return turn.speaker === 'user' && parsed.clauses.some(({ desire }) => desire);
}

/** Which way the turn leans by meaning, where it was read again and leans clearly. */
export function heardAs(aspectId: number, { turn }: ReadTurn, { second }: DialogReading): Leaning {
  const sentiment = second?.sentimentOn(turn.turnIndex, aspectId) ?? 0;
  return Math.abs(sentiment) < CLEARLY ? 'unclear' : sentiment > 0 ? 'positive' : 'negative';
}
