import type { DialogPlan } from '../../../planning/dialog-plan.ts';
import type { Transcript } from '../../../simulation/dialog.ts';
import { firstMade, mutatorOf, type Mutating, type Variation } from '../mutation.ts';
import { turnsOf, withTurns, type TurnDraft } from '../turn-edits.ts';

/** Two nodes between which the plan has a path change places; siblings, which may come in any order, never do. */
export const reorderNodes = mutatorOf({
  'visited in the other order': reorder(({ transcript }, order) => ({
    ...withTurns(
      transcript,
      order.flatMap((nodeId) => turnsOf(transcript, nodeId)),
    ),
    visited: order.flatMap((nodeId) => transcript.visited.filter((node) => node.nodeId === nodeId)),
  })),
  'said in the other order': reorder(({ transcript }, order) =>
    withTurns(
      transcript,
      order.flatMap((nodeId) => turnsOf(transcript, nodeId)),
    ),
  ),
  'words in the other order under the same declarations': reorder(({ transcript }, order) => {
    if (sameSubject(transcript, order)) return null;
    const texts: TurnDraft[] = order.flatMap((nodeId) => [...turnsOf(transcript, nodeId)]);
    const speakers = transcript.turns.map(({ speaker }) => speaker).join();
    if (texts.map(({ speaker }) => speaker).join() !== speakers) return null;
    return withTurns(
      transcript,
      transcript.turns.map((turn, place) => ({ ...turn, text: texts[place]?.text ?? turn.text })),
    );
  }),
});

function reorder(inOrder: (mutating: Mutating, order: readonly string[]) => Mutating['transcript'] | null): Variation {
  return (mutating) => {
    const { plan, random, transcript } = mutating;
    const visited = transcript.visited.map(({ nodeId }) => nodeId).filter((id) => turnsOf(transcript, id).length > 0);
    const pairs = visited.flatMap((before, place) =>
      visited.slice(place + 1).flatMap((after) => (leadsTo(plan, before, after) ? [[before, after] as const] : [])),
    );
    return firstMade(random, pairs, ([before, after]) => {
      const order = visited.map((nodeId) => (nodeId === before ? after : nodeId === after ? before : nodeId));
      const reordered = inOrder(mutating, order);
      if (reordered === null) return null;
      const at = reordered.turns.filter(({ nodeId }) => nodeId === before || nodeId === after);
      return { transcript: reordered, at: at.map(({ turnIndex }) => turnIndex) };
    });
  };
}

/** Whether the nodes that change places speak of one aspect of one item: either could then be said for the other. */
function sameSubject(transcript: Transcript, order: readonly string[]): boolean {
  const visited = transcript.visited.map(({ nodeId }) => nodeId).filter((id) => turnsOf(transcript, id).length > 0);
  const [one, other] = order
    .filter((nodeId, place) => nodeId !== visited[place])
    .map((nodeId) => turnsOf(transcript, nodeId).flatMap(({ acts }) => acts));
  return (one ?? []).some(
    ({ aspectId, itemId }) =>
      aspectId !== null && (other ?? []).some((act) => act.aspectId === aspectId && act.itemId === itemId),
  );
}

function leadsTo({ edges }: DialogPlan, from: string, to: string): boolean {
  const reached = new Set([from]);
  const open = [from];
  for (let nodeId = open.pop(); nodeId !== undefined; nodeId = open.pop()) {
    for (const [before, after] of edges) {
      if (before !== nodeId || reached.has(after)) continue;
      reached.add(after);
      open.push(after);
    }
  }
  return reached.has(to);
}
