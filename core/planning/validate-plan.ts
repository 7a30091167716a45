import type { DialogPlan } from './dialog-plan.ts';
import { claimProblems } from './validate-claims.ts';
import { graphProblems } from './validate-graph.ts';
import { nodeProblems } from './validate-nodes.ts';
import { walkProblems } from './validate-walks.ts';

/**
 * Every reason why a plan must not be simulated; empty: it is valid. Each problem starts with its rule ("claim-evidence:
 * ..."). Rules on whole walks are only looked at once the graph itself is sound, else they would repeat its faults.
 */
export function validatePlan(plan: DialogPlan): string[] {
  const graph = graphProblems(plan);
  const walks = graph.length === 0 ? walkProblems(plan) : [];
  return [...graph, ...nodeProblems(plan), ...claimProblems(plan), ...walks];
}
