import {
  CancellationScope,
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { Cap, DialogSlot, UnitFinished, UnitRelease, UserUnit } from '../core/config/run-ref.ts';
import { baseQueue, quick } from './activity-options.ts';
import * as names from './contract.ts';
import type { SimulateDialogsInput } from './contract.ts';
import { generateUserDialogsWorkflow } from './generate-user-dialogs.ts';
import { begin } from './run-children.ts';
import { faultOf, isHolding } from './run-faults.ts';
import { labelPairs } from './search-attributes.ts';

/** What the window asks of the world: the users' workflows, and what is known of users. */
export interface WindowUnits {
  /** The users from this one on, some at a time. Throws where the store is away. */
  list(from: number): Promise<readonly UserUnit[]>;
  /** False: it runs already. */
  start(user: UserUnit, remaining: readonly DialogSlot[], granted: Cap | null): Promise<boolean>;
  /** False: it is gone. */
  release(unit: number, release: UnitRelease): Promise<boolean>;
  /** Of those in flight: whose news were lost, and who is just gone. */
  look(units: readonly number[]): Promise<{ finished: readonly UnitFinished[]; lost: readonly number[] }>;
  /** Abandoned children do not end with their parent: it ends them itself. */
  cancel(units: readonly number[]): Promise<void>;
}

/** Users asked for at once: their dialogs stay well under 64 KiB. */
const PAGE = 100;

export function createWindowUnits({ brief }: SimulateDialogsInput): WindowUnits {
  const { ref } = brief;
  const idOf = (unit: number): string => names.workflowIds.user(ref.run, unit);
  const planning = () =>
    proxyActivities<PlanningActivities>({ ...quick, taskQueue: names.taskQueues(baseQueue()).dialogs });
  return {
    list: (from) =>
      planning().listUsers.executeWithOptions({ summary: `users from ${from}` }, [{ ref, from, count: PAGE }]),

    async start({ unit, userKey }, remaining, granted) {
      try {
        await begin(() =>
          startChild(generateUserDialogsWorkflow, {
            workflowId: idOf(unit),
            parentClosePolicy: ParentClosePolicy.ABANDON,
            // Cancelled by `cancel` alone: those of earlier executions are no children of this one.
            cancellationType: ChildWorkflowCancellationType.ABANDON,
            staticSummary: `${userKey}: ${remaining.map(({ dialogId }) => dialogId).join(', ')}`.slice(0, 180),
            typedSearchAttributes: labelPairs({ run: ref.run, user: userKey, stage: 'simulation' }),
            args: [
              {
                ref,
                domain: brief.domain,
                maxAttempts: brief.maxAttempts,
                unit,
                userKey,
                coordinatorId: workflowInfo().workflowId,
                remaining,
                outcomes: [],
                granted,
              },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw error;
      }
    },

    async release(unit, release) {
      try {
        await getExternalWorkflowHandle(idOf(unit)).signal(names.releaseSignal, release);
        return true;
      } catch (error) {
        if (isCancellation(error)) throw error;
        return false;
      }
    },

    async look(units) {
      try {
        return await planning().reconcileUnits.executeWithOptions({ summary: 'look for lost children' }, [
          { ref, units: units.map((unit) => ({ unit, workflowId: idOf(unit) })) },
        ]);
      } catch (error) {
        // It is a look-out: who was missed is found the next time.
        if (isHolding(faultOf(error))) return { finished: [], lost: [] };
        throw error;
      }
    },

    async cancel(units) {
      await CancellationScope.nonCancellable(async () => {
        await Promise.allSettled(units.map((unit) => getExternalWorkflowHandle(idOf(unit)).cancel()));
      });
    },
  };
}
