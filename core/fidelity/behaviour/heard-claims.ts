import type { DeclaredAct, Violation } from '../../simulation/dialog.ts';
import { isEcho } from '../cues.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { restates } from '../restatement.ts';
import { type HeardClause, SAME, type SecondReading } from '../second-reading.ts';
import { violation } from '../violation.ts';

/** Cosine from which a clause is on an aspect beyond doubt, and how far it must be ahead of all that was declared. */
const ON = 0.45;
const AHEAD = 0.12;
/** Shorter clauses are courtesies. */
const WORDS = 4;
/** Claims praise or blame; what praises nothing is a courtesy or a way to begin. */
const CLEARLY = 0.5;
/** Questions, what leads up to a quotation, words on the listener, and the recommendation itself. */
const NO_CLAIM =
  /\?|:$|\b(?:bother|suit|please|help|tell|ask|told|gave|for) you\b|\b(?:recommend|suggest|propose|pick|option|choice|match|consider|look at|look like|worth a)/iu;
/** "The ... could fit": a named item with a modal is offered, not praised. */
const MODAL = /\b(?:could|may|might|would|should|shall|will)\b/iu;
const CLAIMING: ReadonlySet<string> = new Set(['recommend', 'justify', 'compare']);

/** By meaning: the system says something of an item on an aspect that it has neither declared nor anything to cite for. */
export function checkHeardClaims(reading: DialogReading): Violation[] {
  const { second } = reading;
  if (second === null) return [];
  return reading.turns.flatMap((read) => {
    const { turn } = read;
    if (turn.speaker === 'user' || !CLAIMING.has(reading.nodes.get(turn.nodeId)?.kind ?? '')) return [];
    const clauses = second.clauses(turn.turnIndex);
    // What stands before the item is named is on what was said before.
    const from = clauses.findIndex(({ named }) => named);
    const claim = clauses.slice(Math.max(0, from)).find((clause) => isUngrounded(clause, read, { ...reading, second }));
    if (claim === undefined) return [];
    const at = [turn.nodeId, turn.turnIndex, 'system'] as const;
    return [violation('behaviour/ungrounded-claim', ...at, 'claims declared, with evidence', claim.text)];
  });
}

function isUngrounded(
  clause: HeardClause,
  read: ReadTurn,
  reading: DialogReading & { readonly second: SecondReading },
): boolean {
  const { text, named } = clause;
  const short = text.split(/\s+/u).length < WORDS;
  if (short || NO_CLAIM.test(text) || (named && MODAL.test(text)) || isEcho(text.toLowerCase())) return false;
  const meaning = reading.second.meaning(clause);
  if (meaning === null || Math.abs(meaning.sentiment) < CLEARLY) return false;
  const { nearness, likeness } = meaning;
  const acts = actsOnTable(read, reading);
  const declared = new Set(acts.flatMap(({ aspectId }) => aspectId ?? []));
  const [nearest] = [...nearness].toSorted((a, b) => b[1] - a[1]);
  if (nearest === undefined || nearest[1] < ON || declared.has(nearest[0])) return false;
  const known = Math.max(-1, ...[...declared].map((aspectId) => nearness.get(aspectId) ?? -1));
  if (nearest[1] < known + AHEAD) return false;
  const cited = acts.flatMap(({ evidenceIds }) => evidenceIds).flatMap((id) => reading.evidence.get(id)?.quote ?? []);
  const words = reading.parser.parse(text);
  return !cited.some((quote) => likeness(quote) >= SAME || restates(words, quote) === 'restated');
}

/** What the system has declared in this turn, and before it of the item on the table. */
function actsOnTable({ turn, itemOnTable }: ReadTurn, { turns }: DialogReading): readonly DeclaredAct[] {
  const before = turns.filter((other) => other.turn.turnIndex < turn.turnIndex && other.turn.speaker === 'system');
  const earlier = before.flatMap((other) =>
    other.turn.acts.filter(({ itemId }) => (itemId ?? other.itemOnTable) === itemOnTable),
  );
  return [...turn.acts, ...earlier];
}
