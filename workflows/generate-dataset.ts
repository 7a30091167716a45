import { executeChild, log, proxyActivities, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';

import type { DatasetActivities } from '../activities/dataset-activities.ts';
import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { ProfilingActivities } from '../activities/profiling-activities.ts';
import type { ReviewActivities } from '../activities/review-activities.ts';
import type { RunActivities } from '../activities/run-activities.ts';
import { baseQueue, computing, quick } from './activity-options.ts';
import { runProgressQuery, STAGES, taskQueues, workflowIds } from './contract.ts';
import type { RunProgress, Stage, StageProgress } from './contract.ts';
import { describeReviews } from './describe-reviews.ts';
import { label } from './search-attributes.ts';
import { simulateDialogsWorkflow } from './simulate-dialogs.ts';
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

  const stages = trackStages();
  let status: RunProgress['status'] = 'running';
  let shards: RunProgress['shards'] = null;
  setHandler(runProgressQuery, () => ({ run, status, stages: stages.list(), shards }));

  const brief = await resolveRun.executeWithOptions({ summary: 'read and check the configuration' }, [{ run, input }]);
  const ref = brief.ref;
  label({ run, domain: brief.domain, status: 'running' });

  await stages.during('reviews', async () => {
    const counts = await prepareReviews.executeWithOptions({ summary: 'read, clean and split the reviews' }, [ref]);
    log.info('reviews', { ...counts });
  });
  await stages.during('profiling', async () => {
    await fitAspects.executeWithOptions({ summary: 'contrastive spherical k-means on training sentences' }, [ref]);
    await describeReviews(ref, (progress) => (shards = progress));
    await buildProfiles.executeWithOptions({ summary: 'user profiles and item trajectories' }, [ref]);
  });
  const targets = await stages.during('planning', () =>
    selectTargets.executeWithOptions({ summary: 'targets in seeded order' }, [ref]),
  );
  const simulated = await stages.during('simulation', () =>
    executeChild(simulateDialogsWorkflow, {
      workflowId: workflowIds.simulation(run),
      staticSummary: `dialogs of ${run}`,
      args: [{ brief, ...targets, carried: null }],
    }),
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
  await stages.during('report', () => writeReport.executeWithOptions({ summary: 'the HTML report' }, [ref]));
  await finishRun.executeWithOptions({ summary: 'summary with all times' }, [{ ...finish, seconds: stages.seconds() }]);
  label({ status });
  return { status, store: ref.store, accepted: simulated.selected, requested: brief.wantedDialogs };
}

/** Stage by stage: what runs, for how long, shown to queries, search and the UI's current details. */
function trackStages() {
  const states = new Map<Stage, StageProgress>(
    STAGES.map((stage) => [stage, { stage, status: 'waiting', seconds: 0 }]),
  );
  const list = (): StageProgress[] => [...states.values()];
  const show = (): void =>
    setCurrentDetails(
      list()
        .map((s) => `- ${s.stage}: ${s.status}${s.seconds ? ` (${s.seconds} s)` : ''}`)
        .join('\n'),
    );
  return {
    list,
    skip: (stage: Stage) => states.set(stage, { stage, status: 'skipped', seconds: 0 }),
    seconds: (): Record<string, number> =>
      Object.fromEntries(
        list()
          .filter((s) => s.status === 'done')
          .map((s) => [s.stage, s.seconds]),
      ),
    async during<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      const started = Date.now();
      states.set(stage, { stage, status: 'running', seconds: 0 });
      label({ stage });
      show();
      const result = await work();
      states.set(stage, { stage, status: 'done', seconds: (Date.now() - started) / 1000 });
      show();
      return result;
    },
  };
}
