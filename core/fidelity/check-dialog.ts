/**
 * Fidelity of one simulated dialog (paper, multi-turn simulation): did the agents carry out the plan (execution), and
 * does what they say agree with the reviews as of the dialog's time (behaviour)? The checks parse the words themselves;
 * what the agents declare is compared with them, never believed.
 */
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { Transcript, Violation } from '../simulation/dialog.ts';
import { checkOrder, checkTurns } from './execution/structure.ts';

export interface FidelityInput {
  readonly plan: DialogPlan;
  readonly transcript: Transcript;
  readonly base: EvidenceBase;
}

/** Every violation, in the order of the checks; empty: the dialog is accepted. */
export function checkFidelity(input: FidelityInput): Violation[] {
  const { plan, transcript } = input;
  return [...transcript.violations, ...checkOrder(plan, transcript), ...checkTurns(plan, transcript)];
}
