import type { DialogPlan } from './dialog-plan.ts';
import { predecessorsOf } from './traversal.ts';

/**
 * What a plan's graph looks like, whatever it is about: kinds, freedom and order of its nodes, by their places. Plans of
 * one shape differ in aspects, items and evidence alone.
 */
export function planShape(plan: Pick<DialogPlan, 'nodes' | 'edges'>): string {
  const placeOf = new Map(plan.nodes.map(({ nodeId }, place) => [nodeId, place]));
  const groups = [...new Set(plan.nodes.flatMap(({ alternativeGroup }) => alternativeGroup ?? []))];
  return plan.nodes
    .map(({ nodeId, kind, optional, alternativeGroup }) => {
      const before = predecessorsOf(plan, nodeId).map((id) => placeOf.get(id) ?? -1);
      const freedom = optional ? '?' : alternativeGroup === null ? '' : `|${groups.indexOf(alternativeGroup)}`;
      return `${before.sort((a, b) => a - b).join('+')}>${kind}${freedom}`;
    })
    .join(' ');
}
