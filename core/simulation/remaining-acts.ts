import type { Speaker } from '../planning/dialog-act.ts';
import type { PlannedAct, SuperNode } from '../planning/dialog-plan.ts';
import type { DeclaredAct, Turn } from './dialog.ts';

/** Whether a declared act is the planned one; what the plan leaves null is the agent's choice. */
export function fulfils(declared: DeclaredAct, planned: PlannedAct): boolean {
  return (
    declared.act === planned.act &&
    (planned.aspectId === null || declared.aspectId === planned.aspectId) &&
    (planned.polarity === null || declared.polarity === planned.polarity) &&
    (planned.itemId === null || declared.itemId === planned.itemId)
  );
}

const specificity = (planned: PlannedAct): number =>
  [planned.aspectId, planned.polarity, planned.itemId].filter((field) => field !== null).length;

/** The node's planned acts of one speaker that none of its turns has declared yet; one declaration answers one act. */
export function remainingActs(node: SuperNode, turns: readonly Turn[], speaker: Speaker): PlannedAct[] {
  const declared = turns
    .filter((turn) => turn.nodeId === node.nodeId && turn.speaker === speaker)
    .flatMap((turn) => turn.acts);
  const planned = node.acts.filter((act) => act.speaker === speaker);
  const fulfilled = new Set<PlannedAct>();
  // The most specific first, so that an act left open does not use up the declaration that another one needs.
  for (const act of [...planned].sort((a, b) => specificity(b) - specificity(a))) {
    const index = declared.findIndex((candidate) => fulfils(candidate, act));
    if (index < 0) continue;
    declared.splice(index, 1);
    fulfilled.add(act);
  }
  return planned.filter((act) => !fulfilled.has(act));
}
