import type { Speaker } from '../planning/dialog-act.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { concealedTokens, maskItems } from './concealment.ts';
import type { Violation } from './dialog.ts';

const MAX_FEEDBACK = 8;
const MAX_CHARACTERS = 400;
const NO_TOKENS: ReadonlySet<string> = new Set();

/**
 * What the next attempt's agents are told. Each hears its own faults only (those of nobody in particular go to both),
 * and no name or id of a candidate: the user must not learn the items beforehand, the system not which one is the target.
 */
export function feedbackFor(
  violations: readonly Violation[],
  plan: DialogPlan,
  base: EvidenceBase,
): { user: string[]; system: string[] } {
  return {
    user: forSpeaker('user', violations, plan, base),
    system: forSpeaker('system', violations, plan, base),
  };
}

function forSpeaker(
  speaker: Speaker,
  violations: readonly Violation[],
  plan: DialogPlan,
  base: EvidenceBase,
): string[] {
  const items = plan.candidates.flatMap((itemId) => base.items.get(itemId) ?? []);
  const tokens = speaker === 'user' ? concealedTokens(plan, base) : NO_TOKENS;
  const mask = speaker === 'user' ? '(an item)' : "(the act's item)";
  const kinds = new Map(plan.nodes.map((node) => [node.nodeId, node.kind]));
  const told = violations
    .filter((violation) => violation.speaker === null || violation.speaker === speaker)
    .map((violation) => {
      const kind = violation.nodeId === null ? undefined : kinds.get(violation.nodeId);
      const where = kind === undefined ? '' : ` in the stretch "${kind}"`;
      const what = `${violation.check}${where}: expected ${violation.expected}; found ${violation.found}`;
      return maskItems(what, items, tokens, mask).slice(0, MAX_CHARACTERS);
    });
  return [...new Set(told)].slice(0, MAX_FEEDBACK);
}
