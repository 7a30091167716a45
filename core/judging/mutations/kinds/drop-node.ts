import type { SuperNode } from '../../../planning/dialog-plan.ts';
import { SMALL_TALK } from '../bank/fillers.ts';
import { firstMade, mutatorOf, type Mutating, type Variation } from '../mutation.ts';
import { turnsOf, withTurns } from '../turn-edits.ts';

/** A node that the plan makes mandatory, or the alternative that was chosen, is left out. */
export const dropNode = mutatorOf({
  'left out': drop(({ transcript }, { nodeId }) => ({
    ...withTurns(
      transcript,
      transcript.turns.filter((turn) => turn.nodeId !== nodeId),
    ),
    visited: transcript.visited.filter((node) => node.nodeId !== nodeId),
  })),
  'left out but said to be visited': drop(({ transcript }, { nodeId }) =>
    withTurns(
      transcript,
      transcript.turns.filter((turn) => turn.nodeId !== nodeId),
    ),
  ),
  'small talk in its place': drop(({ transcript, random }, { nodeId }) => {
    const talk = random.shuffle(SMALL_TALK);
    return withTurns(
      transcript,
      transcript.turns.map((turn, place) =>
        turn.nodeId === nodeId ? { ...turn, text: talk[place % talk.length] ?? '', acts: [] } : turn,
      ),
    );
  }),
});

function drop(without: (mutating: Mutating, node: SuperNode) => Mutating['transcript']): Variation {
  return (mutating) => {
    const { plan, random, transcript } = mutating;
    const mandatory = plan.nodes.filter(
      (node) => !node.optional && node.acts.some((act) => act.mandatory) && turnsOf(transcript, node.nodeId).length > 0,
    );
    return firstMade(random, mandatory, (node) => {
      const first = turnsOf(transcript, node.nodeId)[0]?.turnIndex ?? 0;
      return { transcript: without(mutating, node), at: [Math.max(0, first - 1)] };
    });
  };
}
