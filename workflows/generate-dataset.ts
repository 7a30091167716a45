import {
  ApplicationFailure,
  condition,
  executeChild,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { DatasetActivities } from '../activities/dataset-activities.ts';
import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { ProfilingActivities } from '../activities/profiling-activities.ts';
import type { ReviewActivities } from '../activities/review-activities.ts';
import type { RunActivities } from '../activities/run-activities.ts';
import type { Cap } from '../core/config/run-ref.ts';
import { baseQueue, computing, quick } from './activity-options.ts';
import * as names from './contract.ts';
import { runProgressQuery, STAGES, taskQueues, workflowIds } from './contract.ts';
import type { DialogProgress, RunProgress, Stage, StageProgress, Steering } from './contract.ts';
import { describeReviews } from './describe-reviews.ts';
import { label } from './search-attributes.ts';
import { simulateDialogsWorkflow } from './simulate-dialogs.ts';
import { describeRun } from './simulation-view.ts';
import { handleSteering } from './steering.ts';
import { trainRecommenderWorkflow } from './train-recommender.ts';

/** What is seen of a finished run in the UI: the rest is in the store. */
export interface RunResult {
  readonly status: 'completed' | 'exhausted';
  readonly store: string;
  readonly accepted: number;
  readonly requested: number;
}

/**
 * A run: its workflow id is the run id. The input is `RunConfig` as plain JSON, all of it optional but
 * `source.reviews`; the first activity resolves and validates it.
 */
export async function generateDatasetWorkflow(input: Record<string, unknown>): Promise<RunResult> {
  const queues = taskQueues(baseQueue());
  const run = workflowInfo().workflowId;
  const { resolveRun } = proxyActivities<RunActivities>({ ...quick, taskQueue: queues.dialogs });
  const { finishRun } = proxyActivities<RunActivities>({ ...computing, taskQueue: queues.profiling });
  const { prepareReviews } = proxyActivities<ReviewActivities>({ ...computing, taskQueue: queues.profiling });
  const { fitAspects, buildProfiles } = proxyActivities<ProfilingActivities>({
    ...computing,
    taskQueue: queues.profiling,
  });
  const { selectTargets } = proxyActivities<PlanningActivities>({ ...computing, taskQueue: queues.profiling });
  const { writeDataset, writeReport } = proxyActivities<DatasetActivities>({
    ...computing,
    taskQueue: queues.profiling,
  });

  let status: RunProgress['status'] = 'running';
  let shards: RunProgress['shards'] = null;
  const steering = steerRun(run);
  const stages = trackStages(steering);
  setHandler(runProgressQuery, () => ({ run, status, stages: stages.list(), shards, paused: steering.isPaused() }));

  const brief = await resolveRun.executeWithOptions({ summary: 'read and check the configuration' }, [{ run, input }]);
  const ref = brief.ref;
  steering.know(brief.budget);
  label({ run, domain: brief.domain, status: 'running' });
  try {
    await stages.during('reviews', async () => {
      const counts = await prepareReviews.executeWithOptions({ summary: 'read, clean and split the reviews' }, [ref]);
      log.info('reviews', { ...counts });
    });
    await stages.during('profiling', async () => {
      await fitAspects.executeWithOptions({ summary: 'contrastive spherical k-means on training sentences' }, [ref]);
      await describeReviews(ref, (progress) => {
        shards = progress;
        stages.note(`${progress.done} of ${progress.shards} shards, ${progress.sentences} sentences`);
      });
      await buildProfiles.executeWithOptions({ summary: 'user profiles and item trajectories' }, [ref]);
    });
    const targets = await stages.during('planning', () =>
      selectTargets.executeWithOptions({ summary: 'targets in seeded order' }, [ref]),
    );
    const simulated = await stages.during('simulation', () =>
      steering.whileSimulating(() =>
        executeChild(simulateDialogsWorkflow, {
          workflowId: workflowIds.simulation(run),
          staticSummary: `dialogs of ${run}`,
          args: [{ brief, ...targets, steering: steering.current(), carried: null }],
        }),
      ),
    );
    await stages.during('dataset', () =>
      writeDataset.executeWithOptions({ summary: 'the accepted dialogs as a dataset' }, [ref]),
    );
    if (brief.recommender) {
      await stages.during('recommender', () =>
        executeChild(trainRecommenderWorkflow, {
          workflowId: workflowIds.recommender(run),
          staticSummary: `recommenders of ${run}`,
          args: [{ ref }],
        }),
      );
    } else stages.skip('recommender');

    status = simulated.exhausted ? 'exhausted' : 'completed';
    const finish = { ref, status, seconds: stages.seconds() };
    await finishRun.executeWithOptions({ summary: 'summary, audit and manifest' }, [finish]);
    await stages.during('report', () => writeReport.executeWithOptions({ summary: 'the report as a page' }, [ref]));
    await finishRun.executeWithOptions({ summary: 'the summary with every stage' }, [
      { ...finish, seconds: stages.seconds() },
    ]);
    label({ status });
    return { status, store: ref.store, accepted: simulated.selected, requested: brief.wantedDialogs };
  } catch (error) {
    label({ status: isCancellation(error) ? 'cancelled' : 'failed' });
    throw error;
  }
}

/** What a run is told before, while and after its dialogs are made; forwarded to their coordinator while there is one. */
function steerRun(run: string) {
  let steering: Steering = { paused: false, concurrency: null, budget: null };
  let isSimulating = false;
  const news: { onChange: () => void; dialogs: DialogProgress | null } = { onChange: () => {}, dialogs: null };
  const coordinator = getExternalWorkflowHandle(workflowIds.simulation(run));
  /** Not awaited by the caller, so that a handler answers at once; where the coordinator has just ended, nobody needs it. */
  const forward = (send: () => Promise<void>): void => {
    if (isSimulating) void send().catch(() => {});
  };
  const set = (update: Partial<Steering>): void => {
    steering = { ...steering, ...update };
    news.onChange();
  };
  setHandler(names.simulationNewsSignal, (progress) => {
    news.dialogs = progress;
    news.onChange();
  });
  handleSteering({
    pause() {
      set({ paused: true });
      forward(() => coordinator.signal(names.pauseSignal));
    },
    resume() {
      set({ paused: false });
      forward(() => coordinator.signal(names.resumeSignal));
    },
    setConcurrency(concurrency) {
      set({ concurrency });
      forward(() => coordinator.signal(names.concurrencySignal, concurrency));
    },
    budget: () => steering.budget,
    setBudget(budget, raise) {
      set({ budget });
      forward(() => coordinator.signal(names.budgetSignal, raise));
    },
    async retry(request) {
      if (!isSimulating) {
        throw ApplicationFailure.nonRetryable(
          `no dialogs are being made now: "convrecstudio retry ${run}" after the run, or this while its dialogs are made`,
          'refused',
        );
      }
      await coordinator.signal(names.retrySignal, request);
      return 'told the coordinator; the new dialogs show among its children';
    },
  });
  return {
    know: (budget: Cap | null) => (steering = { ...steering, budget: steering.budget ?? budget }),
    isPaused: () => steering.paused,
    current: () => steering,
    unpaused: () => condition(() => !steering.paused),
    dialogs: () => news.dialogs,
    onChange: (listener: () => void) => (news.onChange = listener),
    async whileSimulating<T>(work: () => Promise<T>): Promise<T> {
      isSimulating = true;
      try {
        return await work();
      } finally {
        isSimulating = false;
      }
    },
  };
}

/** Stages with their times, and the run's page: a stage is not begun while the run is paused. */
function trackStages(steering: ReturnType<typeof steerRun>) {
  const states = new Map<Stage, StageProgress>(
    STAGES.map((stage) => [stage, { stage, status: 'waiting', seconds: 0 }]),
  );
  const notes = new Map<Stage, string>();
  const list = (): StageProgress[] => [...states.values()];
  const show = (): void =>
    setCurrentDetails(describeRun({ stages: list(), notes, paused: steering.isPaused(), dialogs: steering.dialogs() }));
  steering.onChange(show);
  return {
    list,
    note(text: string): void {
      const running = list().find(({ status }) => status === 'running');
      if (running !== undefined) notes.set(running.stage, text);
      show();
    },
    skip: (stage: Stage) => states.set(stage, { stage, status: 'skipped', seconds: 0 }),
    seconds: (): Record<string, number> =>
      Object.fromEntries(
        list()
          .filter((s) => s.status === 'done')
          .map((s) => [s.stage, s.seconds]),
      ),
    async during<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      // While dialogs are made, their coordinator pauses by itself.
      if (stage !== 'simulation') await steering.unpaused();
      const started = Date.now();
      states.set(stage, { stage, status: 'running', seconds: 0 });
      label({ stage });
      show();
      const result = await work();
      states.set(stage, { stage, status: 'done', seconds: (Date.now() - started) / 1000 });
      notes.delete(stage);
      show();
      return result;
    },
  };
}
