import type { DialogAct } from '../../planning/dialog-act.ts';
import type { DeclaredAct, Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { violation } from '../violation.ts';
import { agreement, signWord } from './sign-agreement.ts';

const CLAIMING: ReadonlySet<DialogAct> = new Set(['justify', 'answer', 'compare', 'recommend']);

export interface Claim {
  readonly act: DeclaredAct;
  readonly read: ReadTurn;
  readonly itemId: string | null;
}

/** The system's statements on an item's aspect, as declared; an item left out is the one on the table. */
export function claimsOf(reading: DialogReading): Claim[] {
  return reading.turns
    .filter(({ turn }) => turn.speaker === 'system')
    .flatMap((read) =>
      read.turn.acts
        .filter((act) => CLAIMING.has(act.act) && act.aspectId !== null && act.polarity !== null)
        .map((act) => ({ act, read, itemId: act.itemId ?? read.itemOnTable })),
    );
}

/** Each claim agrees with the item's standing at t (a mixed one: with the cited sentence) and names its evidence. */
export function checkClaims(reading: DialogReading): Violation[] {
  const grounded = new Set<string>();
  return claimsOf(reading).flatMap((claim) => {
    const key = JSON.stringify([claim.itemId, claim.act.aspectId, claim.act.polarity]);
    const repeated = grounded.has(key);
    if (claim.act.evidenceIds.length > 0) grounded.add(key);
    return [...checkNamed(claim, repeated), ...checkSign(claim, reading)];
  });
}

function checkNamed({ act, read: { turn } }: Claim, repeated: boolean): Violation[] {
  if (act.evidenceIds.length > 0 || repeated) return [];
  return [
    violation(
      'behaviour/claim-without-evidence',
      turn.nodeId,
      turn.turnIndex,
      'system',
      'evidence for the claim',
      'none named',
    ),
  ];
}

function checkSign({ act, read: { turn }, itemId }: Claim, reading: DialogReading): Violation[] {
  const { plan, base } = reading;
  const { aspectId, polarity } = act;
  if (itemId === null || aspectId === null || polarity === null) return [];
  const standing = base.itemStandingAt(itemId, plan.timestampMs);
  const opinion = standing.opinions.find((other) => other.aspectId === aspectId);
  const sentiment = opinion && opinion.evidenceCount > 0 ? opinion.sentiment : 0;
  const cited = act.evidenceIds.flatMap((id) => reading.evidence.get(id) ?? []);
  const at = [turn.nodeId, turn.turnIndex, 'system'] as const;
  const label = reading.aspectLabel(aspectId);
  const verdict = agreement(polarity, sentiment);
  const borne = cited.some((evidence) => agreement(polarity, evidence.sentiment) === 'agrees');
  if (verdict === 'contradicts' || (verdict === 'mixed' && cited.length > 0 && !borne)) {
    const expected = `${signWord(verdict === 'mixed' ? (cited[0]?.sentiment ?? 0) : sentiment)} on ${label}, as reviewers are`;
    return [violation('behaviour/claim-trajectory', ...at, expected, polarity)];
  }
  if (cited.length > 0 && cited.every((evidence) => agreement(polarity, evidence.sentiment) === 'contradicts')) {
    return [
      violation('behaviour/evidence-contradicts', ...at, `evidence that is ${polarity} on ${label}`, 'the opposite'),
    ];
  }
  return [];
}

/** A complaint is about a weakness that the system has admitted, or that the cited sentence shows. */
export function checkCritiques(reading: DialogReading): Violation[] {
  const claims = claimsOf(reading);
  return reading.turns.flatMap(({ turn, itemOnTable }) =>
    turn.acts.flatMap((act) => {
      if (act.act !== 'critique' || act.aspectId === null) return [];
      const itemId = act.itemId ?? itemOnTable;
      const admitted = claims.some(
        (claim) =>
          claim.read.turn.turnIndex < turn.turnIndex &&
          claim.itemId === itemId &&
          claim.act.aspectId === act.aspectId &&
          claim.act.polarity === 'negative',
      );
      const shown = act.evidenceIds.some((id) => (reading.evidence.get(id)?.sentiment ?? 0) < 0);
      if (admitted || shown) return [];
      const expected = `a complaint about a weakness that was admitted`;
      const found = `one about ${reading.aspectLabel(act.aspectId)}`;
      return [violation('behaviour/critique-ungrounded', turn.nodeId, turn.turnIndex, turn.speaker, expected, found)];
    }),
  );
}
