import {
  allHandlersFinished,
  condition,
  ContinueAsNew,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { DatasetActivities } from '../activities/dataset-activities.ts';
import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { Stock } from '../core/config/run-ref.ts';
import { unpackNumbers } from '../core/dataset/packed.ts';
import { packStock, unpackStock } from '../core/dataset/stock.ts';
import { baseQueue, computing } from './activity-options.ts';
import * as names from './contract.ts';
import type { Mail, SimulateDialogsInput, SimulationResult, SimulationState } from './contract.ts';
import * as ledger from './dialog-ledger.ts';
import { DialogWindow } from './dialog-window.ts';
import { throwIfCancelled } from './run-children.ts';
import { createNewsGate } from './news-gate.ts';
import { tryNow } from './run-hold.ts';
import { label } from './search-attributes.ts';
import { describeProgress, progressOf } from './simulation-view.ts';
import { handleSteering } from './steering.ts';
import { createWindowUnits } from './window-units.ts';

/** About 9 events each: well under the history limit. */
const LAUNCHES_PER_EXECUTION = 250;
/** Signals, money and holds count as well: 4,096 is never reached. */
const EVENTS_PER_EXECUTION = 3_000;
const RECONCILE_AFTER = '1 minute';

/**
 * Slides a bounded window over the users. Its children outlive a continue-as-new (abandoned, not owned), tell it when
 * they end, are looked for when they are silent, and are cancelled by it.
 */
export async function simulateDialogsWorkflow(input: SimulateDialogsInput): Promise<SimulationResult> {
  const { brief } = input;
  const { ref, wantedDialogs: wanted } = brief;
  const window = new DialogWindow(input, stateOf(input), createWindowUnits(input));
  const mailbox: Mail[] = [...window.state.mail];
  let changed = false;
  let lastRetry: Promise<unknown> = Promise.resolve();
  const change = (update: Partial<SimulationState>): void => {
    window.state = { ...window.state, ...update };
    changed = true;
  };
  const queues = names.taskQueues(baseQueue());
  const stock = proxyActivities<PlanningActivities>({ ...computing, taskQueue: queues.dialogs });
  setHandler(names.unitFinishedSignal, (news) => void mailbox.push({ kind: 'finished', news }));
  setHandler(names.unitHeldSignal, (news) => void mailbox.push({ kind: 'held', news }));
  setHandler(names.unitClearedSignal, (unit) => void mailbox.push({ kind: 'cleared', unit }));
  setHandler(names.dialogProgressQuery, () => progressOf(window.state, wanted));
  handleSteering({
    pause: () => change({ paused: true }),
    resume: () => change({ ...tryNow(window.state, Date.now()), paused: false }),
    setConcurrency: (concurrency) => change({ concurrency }),
    budget: () => window.state.budget,
    setBudget: (budget) => change({ budget }),
    retry(request) {
      // One after the other: each reads what the one before has noted.
      const noted = lastRetry.then(async () => {
        try {
          const added = await stock.addRetries.executeWithOptions({ summary: 'new dialogs in place of old ones' }, [
            { ref, ...request },
          ]);
          window.addRetries(unpackNumbers(added.units), added.targets);
          return added.message;
        } finally {
          // Also where it is refused: the end may have waited for this alone.
          changed = true;
        }
      });
      lastRetry = noted.catch(() => {});
      return noted;
    },
  });

  const teller = createTeller(input);
  const loop = async (): Promise<SimulationResult> => {
    if (input.carried === null) {
      const standing = await stock.takeStock.executeWithOptions({ summary: 'dialogs that stand already' }, [
        ref,
        names.workflowIds.users(ref.run),
      ]);
      const stands = unpackStock<Stock>(standing);
      // What was asked for anew while stock was taken may be missing in it.
      const retries = [...new Set([...stands.retries, ...window.state.retries])];
      window.state = { ...window.state, ...stands, retries };
    }
    let lookedAt = Date.now();
    for (;;) {
      // Before anything is awaited: what is told while this round goes on must not be slept through.
      changed = false;
      for (let mail = mailbox.shift(); mail !== undefined; mail = mailbox.shift()) await window.take(mail);
      const result = await settle(input, window);
      if (result !== null) {
        await teller(window.state, true);
        // What was said while the selection was made, and told, is looked at first: it may have been a wish for more.
        if (allHandlersFinished() && !changed) return result;
      }
      await window.advance();
      await teller(window.state);
      if (isLong(input, window)) {
        await condition(allHandlersFinished);
        await throwIfCancelled();
        await continueAsNew<typeof simulateDialogsWorkflow>({
          ...input,
          carried: packStock({ ...window.state, mail: mailbox }),
        });
      }
      await heardOr(() => mailbox.length > 0 || changed, input, window.state);
      if (window.state.inFlight.length > 0 && Date.now() - lookedAt >= reconcileMs(input)) {
        await window.reconcile();
        lookedAt = Date.now();
      }
    }
  };

  label({ run: ref.run, domain: brief.domain, stage: 'simulation', status: 'running' });
  try {
    const result = await loop();
    label({ status: result.exhausted ? 'exhausted' : 'completed', waiting: 'nothing' });
    return result;
  } catch (error) {
    if (!(error instanceof ContinueAsNew)) {
      await window.cancelUnits();
      label({ status: isCancellation(error) ? 'cancelled' : 'failed', waiting: 'nothing' });
    }
    throw error;
  }
}

const stateOf = (input: SimulateDialogsInput): SimulationState =>
  input.carried === null ? firstState(input) : unpackStock<SimulationState>(input.carried);

const firstState = ({ brief, users, targets, steering }: SimulateDialogsInput): SimulationState => ({
  ...ledger.emptyState({ users, targets }, steering?.concurrency ?? brief.concurrency),
  paused: steering?.paused ?? false,
  budget: steering?.budget ?? brief.budget,
});

/** The selection, once the settled part of the order may hold enough; the run's end, where it does. */
async function settle({ brief }: SimulateDialogsInput, window: DialogWindow): Promise<SimulationResult | null> {
  const { ref, wantedDialogs: wanted } = brief;
  const isDrained = ledger.isDrained(window.state);
  // Surplus in flight is waited for: its cost counts, and the selection is made once.
  const isReady = ledger.canSelect(window.state, wanted) && window.state.inFlight.length === 0;
  if (!isDrained && !isReady) return null;
  const taskQueue = names.taskQueues(baseQueue()).profiling;
  const { selectDialogs } = proxyActivities<DatasetActivities>({ ...computing, taskQueue });
  const settled = window.state.base;
  const { selected, duplicates } = await selectDialogs.executeWithOptions(
    { summary: `the first ${wanted} acceptable of ${settled}` },
    [{ ref, settled }],
  );
  window.state = { ...window.state, duplicates };
  return isDrained || selected >= wanted ? { selected, exhausted: selected < wanted } : null;
}

const isLong = (input: SimulateDialogsInput, { launches }: DialogWindow): boolean =>
  launches >= (input.launchesPerExecution ?? LAUNCHES_PER_EXECUTION) ||
  workflowInfo().historyLength > EVENTS_PER_EXECUTION ||
  workflowInfo().continueAsNewSuggested;

const reconcileMs = ({ reconcileAfter = RECONCILE_AFTER }: SimulateDialogsInput): number =>
  reconcileAfter === RECONCILE_AFTER ? 60_000 : 2_000;

/** Until there is news: a paused coordinator with nothing in flight waits however long it takes, a held one by one timer. */
async function heardOr(isNews: () => boolean, input: SimulateDialogsInput, state: SimulationState): Promise<void> {
  const { hold } = state;
  if (hold !== null && hold.probe === null) {
    const waitMs = Math.max(0, hold.untilMs - Date.now());
    const summary = `${hold.code}: waits ${Math.ceil(waitMs / 1000)} s, then one dialog tries`;
    // The one durable wait of the run: it shows in the history by its summary.
    await condition(isNews, waitMs, { summary });
    return;
  }
  const silent = { summary: 'nothing heard: look for lost children' };
  if (state.inFlight.length > 0) await condition(isNews, reconcileMs(input), silent);
  else await condition(isNews);
}

/** Keeps the UI's details true, and the run's own page by signals. */
function createTeller({ brief }: SimulateDialogsInput) {
  const gate = createNewsGate();
  return async (state: SimulationState, isLast = false): Promise<void> => {
    const progress = progressOf(state, brief.wantedDialogs);
    setCurrentDetails(describeProgress(progress));
    const news = gate(progress, isLast, Date.now());
    if (news.label) label({ waiting: progress.waiting?.reason ?? 'nothing' });
    if (!news.tell) return;
    try {
      await getExternalWorkflowHandle(brief.ref.run).signal(names.simulationNewsSignal, progress);
    } catch (error) {
      // Without its run (started by itself), it tells nobody.
      if (isCancellation(error)) throw error;
    }
  };
}
