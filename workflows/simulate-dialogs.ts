import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  ContinueAsNew,
  continueAsNew,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import type { DatasetActivities } from '../activities/dataset-activities.ts';
import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { UnitFinished, UserUnit } from '../core/config/run-ref.ts';
import { baseQueue, computing, quick } from './activity-options.ts';
import * as names from './contract.ts';
import type { SimulateDialogsInput, SimulationResult, SimulationState } from './contract.ts';
import * as ledger from './dialog-ledger.ts';
import { generateUserDialogsWorkflow } from './generate-user-dialogs.ts';
import { label, labelPairs } from './search-attributes.ts';

const PAGE = 200;
/** About 9 events each: well under the history limit. */
const LAUNCHES_PER_EXECUTION = 300;
const RECONCILE_AFTER = '1 minute';

/**
 * Slides a bounded window over the users. Its children outlive a continue-as-new (abandoned, not owned), tell it when
 * they end, are looked for when no news comes, and are cancelled by it.
 */
export async function simulateDialogsWorkflow(input: SimulateDialogsInput): Promise<SimulationResult> {
  const { brief, users, targets } = input;
  const { ref, wantedDialogs: wanted } = brief;
  const queues = names.taskQueues(baseQueue());
  const planning = proxyActivities<PlanningActivities>({ ...quick, taskQueue: queues.dialogs });
  const dataset = proxyActivities<DatasetActivities>({ ...computing, taskQueue: queues.profiling });

  let state: SimulationState = input.carried ?? ledger.emptyState(targets, brief.concurrency);
  const mailbox: UnitFinished[] = [...state.finished];
  let changed = false;
  const change = (update: Partial<SimulationState>): void => {
    state = { ...state, ...update };
    changed = true;
  };
  setHandler(names.unitFinishedSignal, (news) => void mailbox.push(news));
  setHandler(names.pauseSignal, () => change({ paused: true }));
  setHandler(names.resumeSignal, () => change({ paused: false }));
  setHandler(names.concurrencySignal, (asked) =>
    change({ concurrency: Math.min(200, Math.max(1, Math.floor(asked))) }),
  );
  setHandler(names.dialogProgressQuery, () => ({
    wanted,
    targets,
    accepted: ledger.countLetter(state.ledger, 'a') - state.duplicates,
    rejected: ledger.countLetter(state.ledger, 'r'),
    inFlight: state.inFlight.length,
    concurrency: state.concurrency,
    paused: state.paused,
    byAttempt: state.byAttempt,
  }));

  /** What stands in the store already (an extended run, a lost server) is taken over, not made again. */
  const takeStock = async (): Promise<void> => {
    const stock = proxyActivities<PlanningActivities>({ ...computing, taskQueue: queues.dialogs });
    const standing = await stock.takeStock.executeWithOptions({ summary: 'dialogs that stand already' }, [ref]);
    state = { ...state, ...standing };
  };
  let page: readonly UserUnit[] = [];
  const unitAt = async (unit: number): Promise<UserUnit> => {
    const found = page.find((user) => user.unit === unit);
    if (found !== undefined) return found;
    page = await planning.listUsers.executeWithOptions({ summary: `users from ${unit}` }, [
      { ref, from: unit, count: PAGE },
    ]);
    const [first] = page;
    if (first === undefined) throw ApplicationFailure.nonRetryable(`no user ${unit} in the targets`, 'internal');
    return first;
  };
  const start = async (user: UserUnit): Promise<void> => {
    const remaining = ledger.openDialogs(state, user.dialogs);
    const { unit, userKey } = user;
    try {
      await startChild(generateUserDialogsWorkflow, {
        workflowId: names.workflowIds.user(ref.run, unit),
        parentClosePolicy: ParentClosePolicy.ABANDON,
        // Cancelled by `cancelUnits` alone: those of earlier executions are no children of this one.
        cancellationType: ChildWorkflowCancellationType.ABANDON,
        staticSummary: `${userKey}: ${remaining.map(({ dialogId }) => dialogId).join(', ')}`,
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
          },
        ],
      });
    } catch (error) {
      // Already running from before a lost coordinator: it will tell us as well.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };
  let launches = 0;
  const launch = async (): Promise<void> => {
    const starting: Promise<void>[] = [];
    while (ledger.shouldLaunch(state, wanted, users)) {
      const user = await unitAt(state.nextUnit);
      state = { ...state, nextUnit: state.nextUnit + 1 };
      if (ledger.openDialogs(state, user.dialogs).length === 0) continue;
      state = { ...state, inFlight: [...state.inFlight, user.unit] };
      launches += 1;
      starting.push(start(user));
    }
    // Bounded by the window: at most `concurrency` starts at a time.
    await Promise.all(starting);
  };
  const reconcile = async (): Promise<void> => {
    const found = await planning.reconcileUnits.executeWithOptions({ summary: 'look for lost children' }, [
      { ref, units: state.inFlight.map((unit) => ({ unit, workflowId: names.workflowIds.user(ref.run, unit) })) },
    ]);
    mailbox.push(...found.finished);
    for (const unit of found.lost) if (state.inFlight.includes(unit)) await start(await unitAt(unit));
  };

  const loop = async (): Promise<SimulationResult> => {
    if (input.carried === null) await takeStock();
    for (;;) {
      for (let news = mailbox.shift(); news !== undefined; news = mailbox.shift()) {
        state = ledger.takeNews(state, news);
        if (news.fault !== null) throw ApplicationFailure.nonRetryable(news.fault.message, news.fault.code);
      }
      const drained = state.nextUnit >= users && state.inFlight.length === 0;
      if (ledger.canSelect(state, wanted) || drained) {
        const settled = ledger.settledPrefix(state.ledger);
        const { selected, duplicates } = await dataset.selectDialogs.executeWithOptions(
          { summary: `the first ${wanted} acceptable of ${settled}` },
          [{ ref, settled }],
        );
        state = { ...state, duplicates };
        if (selected >= wanted || drained) return { selected, exhausted: selected < wanted };
      }
      await launch();
      if (launches >= (input.launchesPerExecution ?? LAUNCHES_PER_EXECUTION) || workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof simulateDialogsWorkflow>({ ...input, carried: { ...state, finished: mailbox } });
      }
      changed = false;
      // A coordinator that waits for nothing (paused, nothing in flight) waits for a signal, however long it takes.
      const heard = await condition(() => mailbox.length > 0 || changed, input.reconcileAfter ?? RECONCILE_AFTER);
      if (!heard && state.inFlight.length > 0) await reconcile();
    }
  };

  label({ run: ref.run, domain: brief.domain, stage: 'simulation', status: 'running' });
  try {
    const result = await loop();
    label({ status: result.exhausted ? 'exhausted' : 'completed' });
    return result;
  } catch (error) {
    if (!(error instanceof ContinueAsNew)) await cancelUnits(ref.run, state.inFlight);
    throw error;
  }
}

/** Abandoned children do not end with their parent: it ends them itself. */
async function cancelUnits(run: string, units: readonly number[]): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    await Promise.allSettled(
      units.map((unit) => getExternalWorkflowHandle(names.workflowIds.user(run, unit)).cancel()),
    );
  });
}
