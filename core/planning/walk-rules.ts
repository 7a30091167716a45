import type { DialogPlan, NodeKind, PlannedAct, SuperNode } from './dialog-plan.ts';

/** Where a walk stands: what was visited, in order, and the item that was recommended last. */
export interface WalkState {
  readonly visited: readonly SuperNode[];
  readonly onTable: string | null;
}

export function startOfWalk(): WalkState {
  return { visited: [], onTable: null };
}

export function stepTo(state: WalkState, node: SuperNode): WalkState {
  return { visited: [...state.visited, node], onTable: recommendedIn(node) ?? state.onTable };
}

/** What is wrong with visiting a node now. */
export function stepProblems(plan: DialogPlan, state: WalkState, node: SuperNode): string[] {
  return [
    ...borderProblems(state, node),
    ...(RULE_OF_KIND[node.kind]?.(plan, state, node) ?? []),
    ...itemProblems(plan, state, node),
  ];
}

/** What is missing once nothing more can be visited. */
export function endProblems(plan: DialogPlan, { visited }: WalkState): string[] {
  const problems: string[] = [];
  const accepted = visited.some((node) =>
    node.acts.some((act) => act.act === 'accept' && act.itemId === plan.targetItemId),
  );
  if (!accepted) problems.push('accept: a walk ends without the target being accepted');
  if (visited.at(-1)?.kind !== 'close') problems.push('close: a walk does not end with closing');
  return problems;
}

function borderProblems({ visited }: WalkState, node: SuperNode): string[] {
  const last = visited.at(-1);
  if (!last) return node.kind === 'open' ? [] : [`start: a walk can begin with ${node.nodeId} (${node.kind})`];
  const problems: string[] = [];
  if (node.kind === 'open') problems.push(`start: ${node.nodeId} opens the dialog after ${last.nodeId}`);
  if (last.kind === 'close') problems.push(`close: ${node.nodeId} follows the closing`);
  if (last.lastSpeaker === node.firstSpeaker) {
    problems.push(`alternation: the ${last.lastSpeaker} ends ${last.nodeId} and opens ${node.nodeId}`);
  }
  return problems;
}

type StepRule = (plan: DialogPlan, state: WalkState, node: SuperNode) => string[];

/** Kinds without a rule of their own say nothing of an item on offer. */
const RULE_OF_KIND: Readonly<Partial<Record<NodeKind, StepRule>>> = {
  recommend: recommendationProblems,
  critique: critiqueProblems,
  compare: (plan, state, node) => [
    ...(recommendedIn(node) === null ? [] : recommendationProblems(plan, state, node)),
    ...comparisonProblems(state, node),
  ],
  justify: (_, state, node) =>
    offTable(node, state, ['answer', 'justify']).map(
      (item) => `justify: ${node.nodeId} speaks of ${item}, not on the table`,
    ),
  accept: (_, state, node) =>
    offTable(node, state, ['accept']).map((item) => `accept: ${node.nodeId} accepts ${item}, not on the table`),
};

function recommendationProblems(plan: DialogPlan, { visited }: WalkState, node: SuperNode): string[] {
  const { nodeId } = node;
  const problems: string[] = [];
  const itemId = recommendedIn(node);
  if (itemId === null) return [`recommend: ${nodeId} recommends nothing`];
  if (!visited.some((earlier) => earlier.kind === 'elicit'))
    problems.push(`elicit-first: ${nodeId} can come before any elicit`);
  if (visited.some((earlier) => recommendedIn(earlier) === itemId))
    problems.push(`recommend: ${itemId} is recommended again in ${nodeId}`);
  const rejected = plan.rejected.map((rejection) => rejection.itemId);
  if (itemId === plan.targetItemId) {
    for (const other of rejected) {
      if (!turnedDown(visited, other))
        problems.push(`rejected-first: the target can be recommended before ${other} is turned down`);
    }
  } else if (!rejected.includes(itemId)) {
    problems.push(`recommend: ${nodeId} recommends ${itemId}, neither the target nor to be turned down`);
  }
  return problems;
}

/** A complaint answers to a weakness of the item on the table that the system has admitted. */
function critiqueProblems(plan: DialogPlan, state: WalkState, node: SuperNode): string[] {
  const problems = offTable(node, state, ['critique', 'reject']).map(
    (item) => `critique: ${node.nodeId} turns down ${item}, not on the table`,
  );
  for (const complaint of node.acts.filter((act) => act.act === 'critique')) {
    const { itemId, aspectId } = complaint;
    if (!plan.rejected.some((rejection) => rejection.itemId === itemId && rejection.aspectId === aspectId)) {
      problems.push(`critique: ${node.nodeId} has another reason than the plan's`);
    }
    const admitted = actsOf(state.visited).some(
      (act) =>
        act.speaker === 'system' && act.itemId === itemId && act.aspectId === aspectId && act.polarity === 'negative',
    );
    if (!admitted) problems.push(`critique: ${node.nodeId} complains before the system has admitted the weakness`);
  }
  return problems;
}

function comparisonProblems(state: WalkState, node: SuperNode): string[] {
  const compared = node.acts.filter((act) => act.act === 'compare');
  // A node may set what was turned down against what it recommends itself.
  const onTable = recommendedIn(node) ?? state.onTable;
  return compared
    .filter(({ itemId }) => itemId === onTable || !turnedDown(state.visited, itemId))
    .map(() => `compare: ${node.nodeId} compares with an item that was not turned down before`);
}

/** No item but the plan's; the target not before the node that recommends it; no past item as if it were on offer. */
function itemProblems(plan: DialogPlan, { visited }: WalkState, node: SuperNode): string[] {
  const named = new Set(
    [...actsOf(visited), ...node.acts].filter((act) => act.act === 'recommend').map((act) => act.itemId),
  );
  return node.acts.flatMap(({ act, itemId }) => {
    if (itemId === null || named.has(itemId)) return [];
    if (itemId === plan.targetItemId)
      return [`target-leak: ${act} of ${node.nodeId} can name the target before it is recommended`];
    if (act === 'refer_history' && plan.history.includes(itemId)) return [];
    return [`item: ${act} of ${node.nodeId} names ${itemId}, which was not recommended`];
  });
}

function offTable(node: SuperNode, { onTable }: WalkState, acts: readonly PlannedAct['act'][]): string[] {
  return node.acts
    .filter((act) => acts.includes(act.act) && act.itemId !== onTable)
    .map((act) => act.itemId ?? 'nothing');
}

function turnedDown(visited: readonly SuperNode[], itemId: string | null): boolean {
  return actsOf(visited).some((act) => act.act === 'reject' && act.itemId === itemId);
}

function recommendedIn(node: SuperNode): string | null {
  return node.acts.find((act) => act.act === 'recommend')?.itemId ?? null;
}

function actsOf(nodes: readonly SuperNode[]): PlannedAct[] {
  return nodes.flatMap((node) => node.acts);
}
