import type { RunConfig } from '../../../core/config/run-config.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { createPlanner } from '../../../core/planning/planner.ts';
import { selectTargets } from '../../../core/planning/select-targets.ts';
import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';

/** Plans of all targets, in their order. */
export function plansOf(base: EvidenceBase, config: RunConfig): DialogPlan[] {
  const targets = selectTargets(base, config);
  const planner = createPlanner({ base, config, targets });
  return targets.map((target) => planner.plan(target));
}
