/**
 * Fidelity of one simulated dialog (paper, multi-turn simulation): did the agents carry out the plan (execution), and
 * does what they say agree with the reviews as of the dialog's time (behaviour)? The checks parse the words themselves;
 * what the agents declare is compared with them, never believed. Ours, where the paper leaves the checks open: the
 * rules, their lexicons, and the principle to be strict on falsehood and tolerant of wording.
 */
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { Transcript, Violation } from '../simulation/dialog.ts';
import { checkClaims, checkCritiques } from './behaviour/claims.ts';
import { checkDeclaredActs, checkUndeclaredClaims } from './behaviour/declared-acts.ts';
import { checkEvidence } from './behaviour/evidence.ts';
import { checkPreferences } from './behaviour/preferences.ts';
import { checkQuotations } from './behaviour/quotations.ts';
import { checkRecommendations, checkTitleLeak } from './behaviour/title-leak.ts';
import { readDialog, type DialogReading } from './dialog-reading.ts';
import { checkEnding } from './execution/ending.ts';
import { checkLoops } from './execution/loops.ts';
import { checkNamedItems } from './execution/named-items.ts';
import { checkPlannedActs } from './execution/planned-acts.ts';
import { checkOrder, checkTurns } from './execution/structure.ts';

export interface FidelityInput {
  readonly plan: DialogPlan;
  readonly transcript: Transcript;
  readonly base: EvidenceBase;
}

const CHECKS: readonly ((reading: DialogReading) => Violation[])[] = [
  ({ plan, transcript }) => checkOrder(plan, transcript),
  ({ plan, transcript }) => checkTurns(plan, transcript),
  checkPlannedActs,
  checkNamedItems,
  checkEnding,
  checkLoops,
  checkTitleLeak,
  checkRecommendations,
  checkPreferences,
  checkClaims,
  checkCritiques,
  checkEvidence,
  checkQuotations,
  checkDeclaredActs,
  checkUndeclaredClaims,
];

/** Every violation, in the order of the checks, after those that ended the simulation; empty: accepted. */
export function checkFidelity({ plan, transcript, base }: FidelityInput): Violation[] {
  const reading = readDialog(plan, transcript, base);
  const found = [...transcript.violations, ...CHECKS.flatMap((check) => check(reading))];
  return found.filter((violation) => !saidTwice(violation, found));
}

/** A planned act that is not said is told once, not again as a declaration that is not said. */
function saidTwice(violation: Violation, all: readonly Violation[]): boolean {
  if (violation.check !== 'behaviour/declared-not-said') return false;
  return all.some(
    (other) =>
      other.check === 'execution/act-not-said' &&
      other.turnIndex === violation.turnIndex &&
      other.expected === violation.expected,
  );
}
