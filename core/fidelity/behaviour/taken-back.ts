import type { DialogAct } from '../../planning/dialog-act.ts';
import type { Violation } from '../../simulation/dialog.ts';
import { leaningOf } from '../aspect-polarity.ts';
import { isEcho } from '../cues.ts';
import { citedIn, type DialogReading, type ReadTurn } from '../dialog-reading.ts';
import { contrary, LEANS, type Way } from '../hearing.ts';
import { restates } from '../restatement.ts';
import { violation } from '../violation.ts';

const STATING: ReadonlySet<DialogAct> = new Set(['justify', 'answer', 'disclose']);
/** By meaning a clause leans clearly, and is on the aspect. */
const CLEARLY = 0.4;
const ON = 0.3;

/** "The amp is well received. I see criticism of the amp." What one clause states another of the same turn does not deny. */
export function checkTakenBack(reading: DialogReading): Violation[] {
  return reading.turns.flatMap((read) =>
    read.turn.acts.flatMap(({ act, aspectId, polarity, itemId }) => {
      if (!STATING.has(act) || aspectId === null || polarity === null || polarity === 'neutral') return [];
      const bothWays = read.turn.acts.some(
        (other) => other.aspectId === aspectId && (other.polarity !== polarity || other.itemId !== itemId),
      );
      if (bothWays || !deniesIn(aspectId, polarity, read, reading)) return [];
      const { nodeId, turnIndex, speaker } = read.turn;
      const label = reading.aspectLabel(aspectId);
      const found = `something ${contrary(polarity)} as well`;
      return [violation('behaviour/claim-taken-back', nodeId, turnIndex, speaker, `${polarity} on ${label}`, found)];
    }),
  );
}

/** A clause that names the aspect leans the other way, in the speaker's own words, with nothing cited for it. */
function deniesIn(aspectId: number, polarity: Way, { turn, parsed }: ReadTurn, reading: DialogReading): boolean {
  const cited = citedIn(turn).flatMap((id) => reading.evidence.get(id)?.quote ?? []);
  const blamed = new Set(
    turn.acts.flatMap((other) =>
      other.aspectId !== null && other.aspectId !== aspectId && other.polarity === contrary(polarity)
        ? [other.aspectId]
        : [],
    ),
  );
  const denials = parsed.clauses.flatMap((clause) => {
    if (leaningOf(clause) !== contrary(polarity) || clause.desire) return [];
    // "The zipper is fine, but customers criticise the lining": that blame is declared, of something else.
    const inside = parsed.aspectMentions.filter(({ first, last }) => clause.first <= first && last <= clause.last);
    if (inside.some((mention) => blamed.has(mention.aspectId))) return [];
    const named = inside.some((mention) => mention.aspectId === aspectId && mention.strength !== 'weak');
    const words = parsed.words.filter(({ sentence }) => sentence === clause.sentence);
    const text = parsed.text.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
    if (!named || text.trimEnd().endsWith('?') || isEcho(text.toLowerCase())) return [];
    return cited.some((quote) => restates({ words }, quote) === 'restated') ? [] : [text];
  });
  const { second } = reading;
  if (denials.length === 0 || second === null) return denials.length > 0;
  const label = reading.aspectLabel(aspectId);
  const heard = denials.flatMap((text) => second.hearing.leans(text, label, contrary(polarity), LEANS) ?? []);
  if (heard.length > 0) return heard.some((denied) => denied);
  const sign = polarity === 'positive' ? 1 : -1;
  return second.clauses(turn.turnIndex).some((clause) => {
    const { sentiment, nearness } = second.meaning(clause) ?? { sentiment: 0, nearness: new Map<number, number>() };
    return sentiment * sign <= -CLEARLY && (nearness.get(aspectId) ?? -1) >= ON;
  });
}
