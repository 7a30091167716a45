import type { Evidence } from '../../planning/dialog-act.ts';
import type { DeclaredAct, Turn, Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { violation } from '../violation.ts';
import { normaliseText } from '../words/normalise.ts';

/** Every handle that is cited leads to a real sentence, from before t (but for the goal), of the right user and item. */
export function checkEvidence(reading: DialogReading): Violation[] {
  return reading.turns.flatMap((read) =>
    read.turn.acts.flatMap((act) => act.evidenceIds.flatMap((id) => checkHandle(id, act, read, reading))),
  );
}

function checkHandle(evidenceId: string, act: DeclaredAct, read: ReadTurn, reading: DialogReading): Violation[] {
  const { turn } = read;
  const evidence = reading.evidence.get(evidenceId);
  if (evidence === undefined) return [wrong('unknown', turn, 'evidence that was handed out', evidenceId)];
  const fault = faultOf(evidence, reading);
  if (fault !== null) return [wrong(fault.kind, turn, fault.expected, evidenceId)];
  const found: Violation[] = [];
  if (act.aspectId !== null && act.aspectId !== evidence.aspectId) {
    found.push(wrong('aspect', turn, `evidence on ${reading.aspectLabel(act.aspectId)}`, evidenceId));
  }
  const itemId = act.itemId ?? (turn.speaker === 'system' ? read.itemOnTable : null);
  if (evidence.role === 'community' && itemId !== null && itemId !== evidence.itemId) {
    found.push(wrong('item', turn, 'evidence on the item spoken of', evidenceId));
  }
  if (act.act === 'refer_history' && act.itemId !== null && act.itemId !== evidence.itemId) {
    found.push(wrong('item', turn, 'your own review of that item', evidenceId));
  }
  if (!mayCite(evidence, act, read, reading)) {
    found.push(
      wrong('role', turn, turn.speaker === 'user' ? 'your own reviews' : "other people's reviews", evidenceId),
    );
  }
  return found;
}

function wrong(kind: string, turn: Turn, expected: string, found: string): Violation {
  return violation(`behaviour/evidence-${kind}`, turn.nodeId, turn.turnIndex, turn.speaker, expected, found);
}

interface Fault {
  readonly kind: string;
  readonly expected: string;
}

/** What is wrong with a piece of evidence whoever cites it, by the reviews themselves; null: nothing. */
export function faultOf(evidence: Evidence, { plan, base }: Pick<DialogReading, 'plan' | 'base'>): Fault | null {
  const review = base.review(evidence.reviewId);
  const sentence = base.sentence(evidence);
  if (review === undefined || sentence === undefined) return { kind: 'unknown', expected: 'a sentence of the reviews' };
  const same = review.itemId === evidence.itemId && review.timestampMs === evidence.timestampMs;
  if (!same || normaliseText(sentence.text) !== normaliseText(evidence.quote)) {
    return { kind: 'altered', expected: 'the sentence as it was written' };
  }
  const own = review.userId === plan.userId;
  if (evidence.role === 'goal') {
    return own && review.itemId === plan.targetItemId ? null : { kind: 'owner', expected: "the target's own review" };
  }
  if (review.timestampMs >= plan.timestampMs) return { kind: 'later', expected: "nothing from the dialog's time on" };
  if (own !== (evidence.role === 'history')) {
    return { kind: 'owner', expected: own ? "other people's reviews" : "the user's own review" };
  }
  return null;
}

/** The user knows its own reviews and what the system has quoted; the system knows the community's alone. */
function mayCite(evidence: Evidence, act: DeclaredAct, { turn }: ReadTurn, reading: DialogReading): boolean {
  if (turn.speaker === 'system') return evidence.role === 'community';
  if (evidence.role !== 'community') return true;
  const heard = reading.turns.some(
    (earlier) =>
      earlier.turn.turnIndex < turn.turnIndex &&
      earlier.turn.speaker === 'system' &&
      earlier.turn.acts.some((other) => other.evidenceIds.includes(evidence.evidenceId)),
  );
  return heard || act.act === 'critique';
}
