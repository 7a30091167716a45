import type { DialogAct, Speaker } from './dialog-act.ts';
import type { DialogPlan, SuperNode } from './dialog-plan.ts';
import { SPEAKERS_OF_KIND } from './super-nodes.ts';

/** Who may do what; null: either. */
const SPEAKER_OF_ACT: Readonly<Record<DialogAct, Speaker | null>> = {
  greet: null,
  elicit: 'system',
  disclose: 'user',
  refer_history: 'user',
  inquire: 'user',
  answer: null,
  recommend: 'system',
  justify: 'system',
  compare: 'system',
  critique: 'user',
  reject: 'user',
  accept: 'user',
  close: null,
};

/** Each node by itself: its speakers, its turn bounds, and whether its acts fit into them. */
export function nodeProblems(plan: DialogPlan): string[] {
  return plan.nodes.flatMap((node) => [...speakerProblems(node), ...boundProblems(node)]);
}

function speakerProblems(node: SuperNode): string[] {
  const { nodeId, kind, firstSpeaker, lastSpeaker } = node;
  const problems: string[] = [];
  if (!SPEAKERS_OF_KIND[kind].some(([first, last]) => first === firstSpeaker && last === lastSpeaker)) {
    problems.push(
      `speakers: ${nodeId} (${kind}) cannot be opened by the ${firstSpeaker} and ended by the ${lastSpeaker}`,
    );
  }
  for (const { act, speaker } of node.acts) {
    const only = SPEAKER_OF_ACT[act];
    if (only !== null && only !== speaker) problems.push(`act-speaker: in ${nodeId} the ${speaker} cannot ${act}`);
  }
  return problems;
}

/**
 * Speakers alternate, so a node's last speaker fixes whether its turns are odd or even in number. Both bounds must be
 * so: a node that runs to its maximum has to end with its last speaker as well.
 */
function boundProblems(node: SuperNode): string[] {
  const { nodeId, minTurns, maxTurns, firstSpeaker, lastSpeaker } = node;
  const problems: string[] = [];
  if (minTurns > maxTurns)
    problems.push(`turn-bounds: ${nodeId} has at least ${minTurns} and at most ${maxTurns} turns`);
  const remainder = firstSpeaker === lastSpeaker ? 1 : 0;
  for (const turns of new Set([minTurns, maxTurns])) {
    if (turns % 2 !== remainder) {
      problems.push(
        `turn-bounds: ${turns} turns of ${nodeId} cannot go from the ${firstSpeaker} to the ${lastSpeaker}`,
      );
    }
  }
  const silent: Speaker | null = minTurns === 1 ? (firstSpeaker === 'user' ? 'system' : 'user') : null;
  for (const { act, speaker, mandatory } of node.acts) {
    if (mandatory && speaker === silent)
      problems.push(`turn-bounds: ${nodeId} may end before the ${speaker} can ${act}`);
  }
  return problems;
}
