import { createHash } from 'node:crypto';

import { hasCap } from '../core/config/caps.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import type { DialogOutcome, Packed, RunRef, Stock, UnitFinished, UserUnit } from '../core/config/run-ref.ts';
import { packNumbers } from '../core/dataset/packed.ts';
import { EMPTY_STOCK, openDialogs, packStock, recordOutcomes } from '../core/dataset/stock.ts';
import { PipelineError } from '../core/errors.ts';
import { readUnsettled } from '../core/llm/metered.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import { planSummary } from '../core/planning/plan-summary.ts';
import { selectTargets } from '../core/planning/select-targets.ts';
import type { Target } from '../core/planning/target.ts';
import { nextNode } from '../core/planning/traversal.ts';
import { DialogRecordSchema } from '../core/simulation/dialog.ts';
import { traversalSeed } from './attempt-seeds.ts';
import { outcomeOfRecord, outcomesOf, readEveryRecord } from './dialog-records.ts';
import { cancellationSignal } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { addRetries, retryUnits } from './retries.ts';
import type { RetryWish } from './retries.ts';
import { openRunFolder } from './run-folder.ts';
import { TargetsSchema } from './run-world.ts';
import type { RunWorlds } from './run-world.ts';

export type PlanningActivities = ReturnType<typeof createPlanningActivities>;

export interface DialogRef {
  readonly ref: RunRef;
  readonly dialogId: string;
}

export function createPlanningActivities(ports: ActivityPorts, worlds: RunWorlds) {
  const outcomeOf = async (ref: RunRef, dialogId: string): Promise<DialogOutcome | null> => {
    const folder = openRunFolder(ports, ref);
    const record = await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema);
    return record === null ? null : outcomeOfRecord(folder, record);
  };

  return {
    /** All targets in their seeded order; asking again reads what stands. */
    async selectTargets(ref: RunRef): Promise<{ users: number; targets: number }> {
      const { folder, config, base } = await worlds.world(ref);
      const standing = await folder.findJson(folder.keys.targets, TargetsSchema);
      const targets = standing?.targets ?? selectTargets(base, config);
      if (targets.length === 0) {
        throw new PipelineError(
          'no_eligible_targets',
          `no user has enough reviews: a target needs a rating of ${config.target.minRating} or more, and its user ` +
            `${config.target.minEarlierReviews} earlier reviews and ${config.filters.minReviewsPerUser} in all. Bring more ` +
            `reviews, or lower target.minEarlierReviews, target.minRating or filters.minReviewsPerUser.`,
          { subject: 'target' },
        );
      }
      if (standing === null) await folder.writeJson(folder.keys.targets, { targets });
      return { users: ordinaryUnits(ref, attemptedOf(targets, config)).length, targets: targets.length };
    },

    async listUsers({ ref, from, count }: { ref: RunRef; from: number; count: number }): Promise<UserUnit[]> {
      const { targets, config } = await worlds.planned(ref);
      const page: UserUnit[] = [];
      let dialogs = 0;
      for (const unit of unitsOf(ref, targets, config).slice(from, from + count)) {
        dialogs += unit.dialogs.length;
        // At least one; users with many targets make a page shorter.
        if (page.length > 0 && dialogs > DIALOGS_OF_PAGE) break;
        page.push(unit);
      }
      return page;
    },

    /**
     * Dialogs that stand already, from an earlier execution of this run, and what was spent on those left open. Users'
     * workflows of a coordinator that was terminated are ended first: they would spend beside the new one's reservations.
     */
    async takeStock(ref: RunRef, units: string): Promise<Packed<Stock>> {
      await ports.endWorkflows(units, cancellationSignal());
      const { folder, targets, config } = await worlds.planned(ref);
      const outcomes = await outcomesOf(folder, await readEveryRecord(folder));
      const stock = recordOutcomes(EMPTY_STOCK, outcomes);
      const settled = new Set(outcomes.map(({ dialogId }) => dialogId));
      const retries = unitsOf(ref, targets, config).slice(ordinaryUnits(ref, attemptedOf(targets, config)).length);
      return packStock({
        ...stock,
        unsettled: hasCap(config)
          ? Object.fromEntries(
              // A worker killed as it settled a dialog leaves notes of what its record counts.
              [...(await readUnsettled(folder.store, folder.keys.askedPrefix, folder.keys))].filter(
                ([dialogId]) => !settled.has(dialogId),
              ),
            )
          : {},
        retries: retries.filter(({ dialogs }) => openDialogs(stock, dialogs).length > 0).map(({ unit }) => unit),
      });
    },

    /** New dialogs in place of old ones, at the end of the order; the units that will make them. */
    async addRetries({ ref, ...wish }: { ref: RunRef } & RetryWish): Promise<{
      units: string;
      targets: number;
      message: string;
    }> {
      const { config, folder } = await worlds.planned(ref);
      if (config.target.until === 'attempted') {
        throw new PipelineError(
          'bad_configuration',
          'a run of the first N targets, whatever becomes of them, retries none',
        );
      }
      const added = await addRetries(folder, wish);
      const { targets } = await worlds.planned(ref);
      const ids = new Set(added.map(({ dialogId }) => dialogId));
      const units = unitsOf(ref, targets, config).filter(({ dialogs }) =>
        dialogs.some(({ dialogId }) => ids.has(dialogId)),
      );
      const shown = added.slice(0, SHOWN_RETRIES).map(({ of, dialogId }) => `${of} -> ${dialogId}`);
      const more = added.length > SHOWN_RETRIES ? ` and ${added.length - SHOWN_RETRIES} more` : '';
      const message = added.length === 0 ? 'nothing to retry: no dialog was given up' : `${shown.join(', ')}${more}`;
      return { units: packNumbers(units.map(({ unit }) => unit)), targets: targets.length, message };
    },

    /** Of the units thought to be in flight: those that ended with their news lost, and those that are just gone. */
    async reconcileUnits({
      ref,
      units,
    }: {
      ref: RunRef;
      units: readonly { unit: number; workflowId: string }[];
    }): Promise<{ finished: UnitFinished[]; lost: number[] }> {
      const running = await ports.runningWorkflows(units.map(({ workflowId }) => workflowId));
      const { targets, config } = await worlds.planned(ref);
      const all = unitsOf(ref, targets, config);
      const finished: UnitFinished[] = [];
      const lost: number[] = [];
      for (const { unit } of units.filter(({ workflowId }) => !running.has(workflowId))) {
        if (finished.reduce((sum, { outcomes }) => sum + outcomes.length, 0) >= OUTCOMES_OF_LOOK) break;
        const slots = all[unit]?.dialogs ?? [];
        const found = await Promise.all(slots.map(({ dialogId }) => outcomeOf(ref, dialogId)));
        const outcomes = found.filter((outcome) => outcome !== null);
        if (outcomes.length === slots.length) finished.push({ unit, outcomes, fault: null });
        else lost.push(unit);
      }
      return { finished, lost };
    },

    /** One dialog's plan, made once; returns its outline and where every walk enters it. */
    async planDialog({ ref, dialogId }: DialogRef): Promise<{
      entry: { nodeId: string; kind: string };
      outline: string;
    }> {
      const { folder, config, planner, target, base } = await worlds.planned(ref);
      const standing = await folder.findJson(folder.keys.plan(dialogId), DialogPlanSchema);
      const plan = standing ?? planner.plan(target(dialogId));
      if (standing === null) await folder.writeJson(folder.keys.plan(dialogId), plan);
      const entry = nextNode(plan, [], traversalSeed(config.seed, dialogId, 1));
      if (entry === null) throw new RangeError(`the plan of ${dialogId} has no entry`);
      return { entry: { nodeId: entry.nodeId, kind: entry.kind }, outline: planSummary(plan, base.clusters) };
    },
  };
}

/** Those that the run may try: all of them, or the first N, whatever becomes of those. */
const attemptedOf = (targets: readonly Target[], { target }: RunConfig): readonly Target[] =>
  target.until === 'attempted' ? targets.slice(0, target.dialogs) : targets;

/** Users in seeded order, each with its targets in order, and behind them one for each retried dialog. */
function unitsOf(ref: RunRef, targets: readonly Target[], config: RunConfig): UserUnit[] {
  const ordinary = ordinaryUnits(ref, attemptedOf(targets, config));
  return [...ordinary, ...retryUnits(targets, ordinary.length, (userId) => pseudonymOf(ref.run, userId))];
}

function ordinaryUnits(ref: RunRef, targets: readonly Target[]): UserUnit[] {
  const units = new Map<string, { userKey: string; dialogs: { dialogId: string; ordinal: number }[] }>();
  for (const { userId, dialogId, ordinal, retryOf } of targets) {
    if (retryOf !== undefined) continue;
    const unit = units.get(userId) ?? { userKey: pseudonymOf(ref.run, userId), dialogs: [] };
    unit.dialogs.push({ dialogId, ordinal });
    units.set(userId, unit);
  }
  return [...units.values()].map((unit, index) => ({ unit: index, ...unit }));
}

/** Some 45 bytes each. */
const DIALOGS_OF_PAGE = 500;
/** Outcomes told at once where news of many were lost; the others are told at the next look. */
const OUTCOMES_OF_LOOK = 200;
const SHOWN_RETRIES = 20;

/** Users show in the UI and in search by a hash only. */
const pseudonymOf = (run: string, userId: string): string =>
  `u-${createHash('sha256').update(`${run}\n${userId}`).digest('hex').slice(0, 10)}`;
