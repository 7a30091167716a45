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

/** Those that hear what embeddings and inference make of a turn say more with each round; the others are asked once. */
const CHECKS: readonly { readonly check: (reading: DialogReading) => Violation[]; readonly hears: boolean }[] = [
  { check: ({ plan, transcript }) => checkOrder(plan, transcript), hears: false },
  { check: ({ plan, transcript }) => checkTurns(plan, transcript), hears: false },
  { check: checkPlannedActs, hears: true },
  { check: checkNamedItems, hears: false },
  { check: checkEnding, hears: false },
  { check: checkLoops, hears: false },
  { check: checkTitleLeak, hears: false },
  { check: checkRecommendations, hears: false },
  { check: checkPreferences, hears: false },
  { check: checkClaims, hears: false },
  { check: checkCritiques, hears: false },
  { check: checkTakenBack, hears: true },
  { check: checkEvidence, hears: false },
  { check: checkQuotations, hears: false },
  { check: checkForeignWords, hears: false },
  { check: checkDeclaredActs, hears: true },
  { check: checkUndeclaredClaims, hears: true },
  { check: checkHeardClaims, hears: true },
];

/** Every violation, in the order of the checks, after those that ended the simulation; empty: accepted. By rules alone. */
export function checkFidelity({ plan, transcript, base }: FidelityInput): Violation[] {
  return createJudge()(readDialog(plan, transcript, base));
}

/** Missing words and misread ones: what a second reading may put right. */
const UNHEARD: ReadonlySet<string> = new Set([
  'execution/act-not-said',
  'behaviour/declared-not-said',
  'behaviour/undeclared-claim',
  'behaviour/claim-taken-back',
]);

/** An answer may raise another question: the meaning of a turn, which way it leans, and whether a clause of it does. */
const ROUNDS = 10;

/**
 * The same, every turn heard again by meaning: planned acts in words that no rule knows are found, claims that
 * nothing stands behind are too. Whatever else the rules have found stands without it.
 */
export async function checkFidelityByMeaning(input: FidelityInput, listener: Listener): Promise<Violation[]> {
  const reading = readDialog(input.plan, input.transcript, input.base);
  const violationsOf = createJudge();
  const found = violationsOf(reading);
  if (found.some(({ check }) => !UNHEARD.has(check))) return found;
  const second = readAgain(reading, input.base.clusters, listener);
  let violations = violationsOf({ ...reading, second });
  for (let round = 0; round < ROUNDS && (await second.answer()); round++) {
    violations = violationsOf({ ...reading, second });
  }
  return violations;
}

/** Of one dialog, as often as it is heard anew. */
function createJudge(): (reading: DialogReading) => Violation[] {
  const standing = new Map<number, Violation[]>();
  return (reading) => {
    const found = CHECKS.map(({ check, hears }, place) => (hears ? null : standing.get(place)) ?? check(reading));
    for (const [place, violations] of found.entries()) standing.set(place, violations);
    const all = [...reading.transcript.violations, ...found.flat()];
    return all.filter((violation) => !saidTwice(violation, all));
  };
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
