import type { AspectCluster } from '../aspects/aspect.ts';
import type { DialogPlan, SuperNode } from './dialog-plan.ts';

/**
 * A plan in a few lines for people, e.g. in the Temporal UI: its goals, its nodes in the order they were drawn, how many
 * turns it may take. Names aspects but no item, user or quote: nothing in it is private or from the data's free text.
 */
export function planSummary(plan: DialogPlan, clusters: readonly AspectCluster[]): string {
  const labelOf = (aspectId: number): string =>
    clusters.find((cluster) => cluster.aspectId === aspectId)?.label ?? `aspect ${aspectId}`;
  const [fewest, most] = turnRange(plan);
  const sparse = [plan.sparseUser ? 'sparse user' : '', plan.sparseItem ? 'sparse item' : ''].filter(Boolean);
  return [
    `${[plan.kind, plan.split, ...sparse].join(', ')}; ${plan.rejected.length} to be turned down; ` +
      `${plan.evidence.length} citations; ${fewest} to ${most} turns`,
    `wants: ${plan.goals.map((goal) => labelOf(goal.aspectId)).join(', ')}`,
    plan.nodes.map((node) => `${node.nodeId} ${nodeTitle(node, labelOf)}`).join('; '),
  ].join('\n');
}

/** e.g. "elicit (ear pads), optional". */
export function nodeTitle(node: SuperNode, labelOf: (aspectId: number) => string): string {
  const aspects = new Set(node.acts.flatMap((act) => (act.aspectId === null ? [] : [act.aspectId])));
  const labels = [...aspects].map(labelOf).join(', ');
  const freedom = node.optional
    ? ', optional'
    : node.alternativeGroup === null
      ? ''
      : `, one of ${node.alternativeGroup}`;
  return `${node.kind.replaceAll('_', ' ')}${labels ? ` (${labels})` : ''}${freedom}`;
}

/** Fewest and most turns over all walks: mandatory nodes, one of each group, optional nodes left out or taken. */
export function turnRange(plan: Pick<DialogPlan, 'nodes'>): [number, number] {
  let fewest = 0;
  let most = 0;
  const groups = new Map<string, SuperNode[]>();
  for (const node of plan.nodes) {
    if (node.alternativeGroup === null) {
      if (!node.optional) fewest += node.minTurns;
      most += node.maxTurns;
    } else groups.set(node.alternativeGroup, [...(groups.get(node.alternativeGroup) ?? []), node]);
  }
  for (const members of groups.values()) {
    fewest += Math.min(...members.map((node) => node.minTurns));
    most += Math.max(...members.map((node) => node.maxTurns));
  }
  return [fewest, most];
}
