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
import { checkTakenBack } from './behaviour/taken-back.ts';
import { checkDeclaredActs, checkUndeclaredClaims } from './behaviour/declared-acts.ts';
import { checkEvidence } from './behaviour/evidence.ts';
import { checkForeignWords } from './behaviour/foreign-words.ts';
import { checkHeardClaims } from './behaviour/heard-claims.ts';
import { checkPreferences } from './behaviour/preferences.ts';
import { checkQuotations } from './behaviour/quotations.ts';
import { checkRecommendations, checkTitleLeak } from './behaviour/title-leak.ts';
import { readDialog, type DialogReading } from './dialog-reading.ts';
import { type Listener, readAgain } from './second-reading.ts';
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
  checkTakenBack,
  checkEvidence,
  checkQuotations,
  checkForeignWords,
  checkDeclaredActs,
  checkUndeclaredClaims,
  checkHeardClaims,
];

/** Every violation, in the order of the checks, after those that ended the simulation; empty: accepted. By rules alone. */
export function checkFidelity({ plan, transcript, base }: FidelityInput): Violation[] {
  return violationsOf(readDialog(plan, transcript, base));
}

/** Missing words and misread ones: what a second reading may put right. */
const UNHEARD: ReadonlySet<string> = new Set([
  'execution/act-not-said',
  'behaviour/declared-not-said',
  'behaviour/undeclared-claim',
  'behaviour/claim-taken-back',
]);

/** An answer may raise another question; more often than this it cannot matter. */
const ROUNDS = 3;

/**
 * The same, every turn heard again by meaning: planned acts in words that no rule knows are found, claims that
 * nothing stands behind are too. Whatever else the rules have found stands without it.
 */
export async function checkFidelityByMeaning(input: FidelityInput, listener: Listener): Promise<Violation[]> {
  const reading = readDialog(input.plan, input.transcript, input.base);
  const found = violationsOf(reading);
  if (found.some(({ check }) => !UNHEARD.has(check))) return found;
  const second = await readAgain(reading, input.base.clusters, listener);
  let violations = violationsOf({ ...reading, second });
  for (let round = 0; round < ROUNDS && (await second.hearing.answer()); round++) {
    violations = violationsOf({ ...reading, second });
  }
  return violations;
}

function violationsOf(reading: DialogReading): Violation[] {
  const { transcript } = reading;
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
