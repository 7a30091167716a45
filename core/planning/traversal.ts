import { createRandom, deriveSeed } from '../random.ts';
import type { DialogPlan, SuperNode } from './dialog-plan.ts';

/**
 * Walks a plan's DAG. A walk visits every mandatory node, exactly one node of each group of alternatives, and any of
 * the optional ones. What is passed over still holds its place in the order: it counts as done only when all that stands
 * before it is done, so skipping a node never lets its successors overtake its predecessors.
 */
type Graph = Pick<DialogPlan, 'nodes' | 'edges'>;

/** Share of the optional nodes that a seeded walk takes. */
const OPTIONAL_SHARE = 0.6;

/** The next node of the seeded walk that has come through `visited` (in any order), or null at its end. */
export function nextNode(plan: Graph, visited: readonly string[], seed: number): SuperNode | null {
  const passedOver = passedOverIn(plan, visited, seed);
  const done = doneAfter(plan, visited, passedOver);
  const ready = plan.nodes.filter((node) => !done.has(node.nodeId) && isReady(plan, node.nodeId, done));
  // One rank a node, whatever was visited before: the walk is a linear extension drawn by the seed.
  const rankOf = (node: SuperNode): number => deriveSeed(seed, 'order', node.nodeId);
  ready.sort((a, b) => rankOf(a) - rankOf(b) || (a.nodeId < b.nodeId ? -1 : 1));
  return ready[0] ?? null;
}

/** The whole seeded walk. A plan with a cycle ends early: `validatePlan` names it. */
export function traversalOrder(plan: Graph, seed: number): SuperNode[] {
  const order: SuperNode[] = [];
  for (;;) {
    const node = nextNode(
      plan,
      order.map((visited) => visited.nodeId),
      seed,
    );
    if (!node) return order;
    order.push(node);
  }
}

/** Why a finished or running walk is not one of the plan's; empty: it is. With `complete` it must also be at its end. */
export function traversalProblems(plan: Graph, visited: readonly string[], complete: boolean): string[] {
  const known = new Map(plan.nodes.map((node) => [node.nodeId, node]));
  const problems: string[] = [];
  for (const [index, nodeId] of visited.entries()) {
    if (!known.has(nodeId)) problems.push(`${nodeId} is not a node of the plan`);
    if (visited.indexOf(nodeId) < index) problems.push(`${nodeId} is visited twice`);
    const skippable = passableIn(plan, visited);
    const done = doneAfter(plan, visited.slice(0, index), skippable);
    for (const before of predecessorsOf(plan, nodeId)) {
      if (!done.has(before)) problems.push(`${nodeId} comes before ${before}`);
    }
  }
  for (const members of groupsOf(plan).values()) {
    const taken = members.filter((nodeId) => visited.includes(nodeId));
    if (taken.length > 1) problems.push(`${taken.join(' and ')} are alternatives: only one may be visited`);
    if (complete && taken.length === 0) problems.push(`none of the alternatives ${members.join(', ')} is visited`);
  }
  if (complete) {
    for (const node of plan.nodes) {
      if (!node.optional && node.alternativeGroup === null && !visited.includes(node.nodeId)) {
        problems.push(`${node.nodeId} is not visited`);
      }
    }
  }
  return problems;
}

export function predecessorsOf(plan: Graph, nodeId: string): string[] {
  return plan.edges.filter(([, after]) => after === nodeId).map(([before]) => before);
}

/** Groups of alternatives: name to node ids, in the plan's order. */
export function groupsOf(plan: Graph): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { nodeId, alternativeGroup } of plan.nodes) {
    if (alternativeGroup !== null) groups.set(alternativeGroup, [...(groups.get(alternativeGroup) ?? []), nodeId]);
  }
  return groups;
}

/** What is done once `visited` are visited and `passedOver` may be passed over: the least closure over the edges. */
export function doneAfter(plan: Graph, visited: readonly string[], passedOver: ReadonlySet<string>): Set<string> {
  const done = new Set(visited);
  for (let grown = true; grown;) {
    grown = false;
    for (const { nodeId } of plan.nodes) {
      if (done.has(nodeId) || !passedOver.has(nodeId) || !isReady(plan, nodeId, done)) continue;
      done.add(nodeId);
      grown = true;
    }
  }
  return done;
}

function isReady(plan: Graph, nodeId: string, done: ReadonlySet<string>): boolean {
  return predecessorsOf(plan, nodeId).every((before) => done.has(before));
}

/** What the seed passes over: optional nodes not drawn, alternatives not chosen. What was visited is never among them. */
function passedOverIn(plan: Graph, visited: readonly string[], seed: number): Set<string> {
  const passed = new Set<string>();
  for (const { nodeId, optional } of plan.nodes) {
    if (optional && createRandom(deriveSeed(seed, 'optional', nodeId)).next() >= OPTIONAL_SHARE) passed.add(nodeId);
  }
  for (const [group, members] of groupsOf(plan)) {
    const chosen =
      members.find((nodeId) => visited.includes(nodeId)) ??
      createRandom(deriveSeed(seed, 'alternative', group)).pick(members);
    for (const nodeId of members) if (nodeId !== chosen) passed.add(nodeId);
  }
  for (const nodeId of visited) passed.delete(nodeId);
  return passed;
}

/** What a walk that visits `visited` may have passed over: every optional node and alternative that is not among them. */
function passableIn(plan: Graph, visited: readonly string[]): Set<string> {
  return new Set(
    plan.nodes
      .filter((node) => (node.optional || node.alternativeGroup !== null) && !visited.includes(node.nodeId))
      .map((node) => node.nodeId),
  );
}
