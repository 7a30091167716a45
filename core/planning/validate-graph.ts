import type { DialogPlan } from './dialog-plan.ts';
import { groupsOf, predecessorsOf } from './traversal.ts';

/** Node ids, edges, cycles, connection, groups of alternatives, and what a flat plan may not have. */
export function graphProblems(plan: DialogPlan): string[] {
  const ids = plan.nodes.map((node) => node.nodeId);
  const known = new Set(ids);
  const problems: string[] = [];
  if (known.size < ids.length) problems.push(`node-id: ${repeated(ids).join(', ')} stands for more than one node`);
  for (const [before, after] of plan.edges) {
    for (const nodeId of [before, after]) {
      if (!known.has(nodeId)) problems.push(`edge: ${before} -> ${after} names ${nodeId}, which is not a node`);
    }
  }
  const cycle = inCycle(plan);
  if (cycle.length > 0) problems.push(`cycle: ${cycle.join(', ')} wait for one another`);
  const apart = unconnected(plan);
  if (apart.length > 0) problems.push(`connected: ${apart.join(', ')} hang on nothing`);
  for (const [group, members] of groupsOf(plan)) {
    if (members.length < 2) problems.push(`alternatives: group ${group} has only ${members.join(', ')}`);
    const optional = plan.nodes.filter((node) => members.includes(node.nodeId) && node.optional);
    for (const { nodeId } of optional) problems.push(`alternatives: ${nodeId} is an alternative and optional too`);
  }
  return [...problems, ...(plan.kind === 'flat' ? flatProblems(plan) : [])];
}

export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) < index))];
}

/** Kahn's algorithm: what is left when nothing more is ready. */
function inCycle(plan: DialogPlan): string[] {
  const done = new Set<string>();
  const left = (): string[] => plan.nodes.map((node) => node.nodeId).filter((nodeId) => !done.has(nodeId));
  for (;;) {
    const ready = left().filter((nodeId) => predecessorsOf(plan, nodeId).every((before) => done.has(before)));
    if (ready.length === 0) return left();
    for (const nodeId of ready) done.add(nodeId);
  }
}

function unconnected(plan: DialogPlan): string[] {
  const reached = new Set(plan.nodes.slice(0, 1).map((node) => node.nodeId));
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const [one, other] of plan.edges) {
      if (reached.has(one)) reached.add(other);
      if (reached.has(other)) reached.add(one);
    }
  }
  return plan.nodes.map((node) => node.nodeId).filter((nodeId) => !reached.has(nodeId));
}

function flatProblems(plan: DialogPlan): string[] {
  const problems: string[] = [];
  const free = plan.nodes.filter(
    (node) => node.optional || node.alternativeGroup !== null || node.minTurns !== node.maxTurns,
  );
  for (const { nodeId } of free) problems.push(`flat: ${nodeId} leaves a choice`);
  const chain = plan.nodes.slice(1).map((node, index) => `${plan.nodes[index]?.nodeId} ${node.nodeId}`);
  const edges = plan.edges.map(([before, after]) => `${before} ${after}`);
  if (chain.sort().join() !== edges.sort().join()) problems.push('flat: the nodes are not one chain in their order');
  return problems;
}
