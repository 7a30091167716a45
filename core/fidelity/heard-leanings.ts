/** Which way a turn leans on an aspect by meaning (sentence embeddings, sentiment, inference), against the wanted way. */
import type { Leaning } from './aspect-polarity.ts';
import { citedIn, type DialogReading, type ReadTurn } from './dialog-reading.ts';
import { LEANS } from './hearing.ts';
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
 * opposes: neither, and both lean the other way; surely: clearly so. null: not to be told.
 */
export function heardOn(
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
export function wishes({ turn, parsed }: ReadTurn): boolean {
  return turn.speaker === 'user' && parsed.clauses.some(({ desire }) => desire);
}

/** Which way the turn leans by meaning, where it was read again and leans clearly. */
export function heardAs(aspectId: number, { turn }: ReadTurn, { second }: DialogReading): Leaning {
  const sentiment = second?.sentimentOn(turn.turnIndex, aspectId) ?? 0;
  return Math.abs(sentiment) < CLEARLY ? 'unclear' : sentiment > 0 ? 'positive' : 'negative';
}
