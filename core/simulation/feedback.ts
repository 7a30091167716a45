import type { Speaker } from '../planning/dialog-act.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { concealedTokens, maskItems } from './concealment.ts';
import type { Violation } from './dialog.ts';

const MAX_FEEDBACK = 8;
/** Of the reason itself: a reply that ran away would be copied by the next one. */
const MAX_CHARACTERS = 240;
/** What to do about it, by check or by the checks' family; the first that fits. Fixed words, fit for either agent. */
const ADVICE: readonly (readonly [string, string])[] = [
  ['reply/length', 'Write one or two short sentences and list each act once.'],
  ['reply/', 'Copy the acts of your tasks exactly, with no other evidence handle, name or label.'],
  ['execution/act-missing', 'Do this task in your message and copy its act into "acts".'],
  ['execution/act-not-said', 'Say it plainly, with the very words of the aspect and of the item.'],
  ['execution/loop', 'Say it in other words than before.'],
  ['execution/empty-turn', 'Write at least one whole sentence.'],
  ['execution/unplanned-item', 'Name no product, brand or shop but the item of your task.'],
  ['execution/item-before-its-turn', 'Name no product, brand or shop but the item of your task.'],
  ['behaviour/title-leak', 'Name no product, brand or shop that was not named before.'],
  ['behaviour/quote', 'Use no quotation marks: say it in your own words.'],
  ['behaviour/declared-not-said', 'Say it plainly, with the very words of the aspect and of the item.'],
  ['behaviour/un', 'Praise, wish for or complain about nothing but the aspects of your tasks.'],
  ['behaviour/', 'Say exactly what your task says: praise where it is positive, complain where it is negative.'],
];

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
      const what = `${violation.check}${where}: expected ${violation.expected}; found ${foundIn(violation)}`;
      return `${maskItems(what, items, tokens, mask).slice(0, MAX_CHARACTERS)}${adviceFor(violation.check)}`;
    });
  return [...new Set(told)].slice(0, MAX_FEEDBACK);
}

/** Acts are told by kind, aspect and polarity, never by item: where all of these agree, the item is another. */
const foundIn = ({ expected, found }: Violation): string =>
  found === expected ? 'the same, but of the wrong item' : found;

function adviceFor(check: string): string {
  const advice = ADVICE.find(([prefix]) => check.startsWith(prefix))?.[1];
  return advice === undefined ? '' : ` -> ${advice}`;
}
