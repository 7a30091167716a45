import type { DialogPlan, SuperNode } from './dialog-plan.ts';
import { doneAfter, groupsOf, predecessorsOf } from './traversal.ts';
import { endProblems, startOfWalk, stepProblems, stepTo, type WalkState } from './walk-rules.ts';

/** Above this many ways to choose nodes a plan cannot be proved; ours have a few dozen at most. */
const MAX_CHOICES = 4096;

/**
 * Proves the rules on whole walks for every walk that the plan allows: every choice of optional nodes and alternatives,
 * every order of siblings. Orders are explored as sets of visited nodes, so siblings cost 2^n and not n!.
 * The graph must be sound.
 */
export function walkProblems(plan: DialogPlan): string[] {
  const choices = choicesOf(plan);
  if (choices === null) return [`walks: more than ${MAX_CHOICES} ways to choose nodes`];
  const problems = new Set<string>();
  for (const taken of choices) exploreOrders(plan, taken, problems);
  return [...problems];
}

/** Every set of nodes that a walk may visit; null where there are too many. */
function choicesOf(plan: DialogPlan): Set<string>[] | null {
  const mandatory = plan.nodes.filter((node) => !node.optional && node.alternativeGroup === null);
  let choices: string[][] = [mandatory.map((node) => node.nodeId)];
  for (const { nodeId } of plan.nodes.filter((node) => node.optional)) {
    choices = choices.flatMap((chosen) => [chosen, [...chosen, nodeId]]);
    if (choices.length > MAX_CHOICES) return null;
  }
  for (const members of groupsOf(plan).values()) {
    choices = choices.flatMap((chosen) => members.map((member) => [...chosen, member]));
    if (choices.length > MAX_CHOICES) return null;
  }
  return choices.map((chosen) => new Set(chosen));
}

function exploreOrders(plan: DialogPlan, taken: ReadonlySet<string>, problems: Set<string>): void {
  const nodes = plan.nodes.filter((node) => taken.has(node.nodeId));
  const passedOver = new Set(plan.nodes.map((node) => node.nodeId).filter((nodeId) => !taken.has(nodeId)));
  const seen = new Set<string>();
  const open: WalkState[] = [startOfWalk()];
  for (let state = open.pop(); state; state = open.pop()) {
    const ready = readyIn(plan, nodes, state, passedOver);
    if (ready.length === 0) for (const problem of endProblems(plan, state)) problems.add(problem);
    for (const node of ready) {
      for (const problem of stepProblems(plan, state, node)) problems.add(problem);
      const next = stepTo(state, node);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
}

function readyIn(
  plan: DialogPlan,
  nodes: readonly SuperNode[],
  state: WalkState,
  passedOver: ReadonlySet<string>,
): SuperNode[] {
  const visited = state.visited.map((node) => node.nodeId);
  const done = doneAfter(plan, visited, passedOver);
  return nodes.filter(
    ({ nodeId }) => !visited.includes(nodeId) && predecessorsOf(plan, nodeId).every((before) => done.has(before)),
  );
}

/** Two walks that visited the same nodes, last the same one, with the same item on the table, go on alike. */
function keyOf({ visited, onTable }: WalkState): string {
  const ids = visited.map((node) => node.nodeId);
  return JSON.stringify([ids.at(-1), onTable, [...ids].sort()]);
}
