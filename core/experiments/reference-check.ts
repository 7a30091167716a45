import { checkFidelityByMeaning } from '../fidelity/check-dialog.ts';
import type { Listener } from '../fidelity/second-reading.ts';
import type { Evidence } from '../planning/dialog-act.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { Attempt } from '../simulation/dialog.ts';

/**
 * The checks once more, as the reference sees the reviews, with the base run's ear for all arms. An arm's own checks share its profiles and labels: where those
 * are wrong, plan, words and checks agree on what is false, and the dialog is accepted. Gives the checks that fail, one a
 * violation.
 */
export async function checkByReference(
  plan: DialogPlan,
  attempt: Attempt,
  reference: EvidenceBase,
  listener: Listener,
): Promise<string[]> {
  const evidence = plan.evidence.map((cited) => asReferenceReads(cited, reference));
  const transcript = { ...attempt, violations: [] };
  const input = { plan: { ...plan, evidence }, transcript, base: reference };
  return (await checkFidelityByMeaning(input, listener)).map(({ check }) => check);
}

/** A sentence that is not on the aspect it is cited for is on its own strongest one. */
function asReferenceReads(cited: Evidence, reference: EvidenceBase): Evidence {
  const aspects = reference.sentence(cited)?.aspects ?? [];
  const label = aspects.find(({ aspectId }) => aspectId === cited.aspectId) ?? aspects[0];
  return label === undefined ? cited : { ...cited, aspectId: label.aspectId, sentiment: label.sentiment };
}
