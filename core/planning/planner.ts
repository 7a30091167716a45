import type { RunConfig } from '../config/run-config.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { createCandidateFinder } from './candidates.ts';
import { createCitableEvidence } from './citable-evidence.ts';
import { createCitingPools } from './citing-pool.ts';
import type { DialogPlan } from './dialog-plan.ts';
import { createEvidenceLedger } from './evidence-ledger.ts';
import { createItemNames } from './item-names.ts';
import { drawGraph } from './plan-graph.ts';
import { gatherMaterial } from './plan-material.ts';
import type { Target } from './target.ts';

export interface Planner {
  /** The same target gives the same plan, whatever was planned before. */
  plan(target: Target): DialogPlan;
}

export interface PlannerInput {
  readonly base: EvidenceBase;
  readonly config: RunConfig;
  /** All of `selectTargets`, not only those planned now: they decide the citing pools. */
  readonly targets: readonly Target[];
}

export function createPlanner({ base, config, targets }: PlannerInput): Planner {
  const pools = createCitingPools(targets, config.seed);
  const names = createItemNames(base.items);
  const finder = createCandidateFinder(base, config.seed);

  return {
    plan(target) {
      const citable = createCitableEvidence({ base, pools, names, target, profileUse: config.profile.use });
      const material = gatherMaterial({ base, config, target, citable, finder });
      const ledger = createEvidenceLedger();
      const graph = drawGraph({ config, target, material, ledger });
      const past = base.userReviewsBefore(target.userId, target.timestampMs).map((review) => review.itemId);
      return {
        dialogId: target.dialogId,
        ordinal: target.ordinal,
        kind: config.plan.kind,
        userId: target.userId,
        timestampMs: target.timestampMs,
        split: target.split,
        targetItemId: target.itemId,
        history: [...new Set(past)],
        rejected: material.rejections.map(({ itemId, aspectId, citations }) => ({
          itemId,
          aspectId,
          evidenceIds: ledger.cite(citations),
        })),
        candidates: [...material.candidates],
        goals: material.goals.map(({ aspectId, sentiment, citations }) => ({
          aspectId,
          sentiment,
          evidenceIds: ledger.cite(citations),
        })),
        sparseUser: material.sparseUser,
        sparseItem: material.sparseItem,
        ...graph,
        evidence: [...ledger.evidence],
      };
    },
  };
}
