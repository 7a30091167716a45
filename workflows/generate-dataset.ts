import { isCancellation, log, proxyActivities, setHandler, startChild, workflowInfo } from '@temporalio/workflow';

import type { DatasetActivities } from '../activities/dataset-activities.ts';
import type { PlanningActivities } from '../activities/planning-activities.ts';
import type { ProfilingActivities } from '../activities/profiling-activities.ts';
import type { ReviewActivities } from '../activities/review-activities.ts';
import type { RunActivities } from '../activities/run-activities.ts';
import { baseQueue, computing, quick } from './activity-options.ts';
import { runProgressQuery, taskQueues, workflowIds } from './contract.ts';
import type { RunProgress } from './contract.ts';
import { describeReviews } from './describe-reviews.ts';
import { grouped } from './markdown.ts';
import { begin, resultOf, untilItEnds } from './run-children.ts';
import { faultOf } from './run-faults.ts';
import { trackStages } from './run-stages.ts';
import { steerRun } from './run-steering.ts';
import { label } from './search-attributes.ts';
import { tracerOf } from './tracing.ts';
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
  setHandler(runProgressQuery, () => ({
    run,
    status,
    stages: stages.list(),
    shards,
    paused: steering.isPaused(),
    waiting: steering.waiting(),
  }));

  const brief = await resolveRun.executeWithOptions({ summary: 'read and check the configuration' }, [{ run, input }]);
  const ref = brief.ref;
  const tracer = tracerOf(ref);
  stages.trace(tracer);
  stages.expect(brief.estimate ?? null);
  steering.know(brief.budget);
  label({ run, domain: brief.domain, status: 'running' });
  try {
    await stages.during('reviews', async () => {
      const counts = await prepareReviews.executeWithOptions({ summary: 'read, clean and split the reviews' }, [ref]);
      log.info('reviews', { ...counts });
      const { reviews, users, items, rejected } = counts;
      stages.note(
        `${grouped(reviews)} reviews, ${grouped(users)} users, ${grouped(items)} items; ${grouped(rejected)} lines rejected`,
      );
    });
    await stages.during('profiling', async () => {
      await fitAspects.executeWithOptions({ summary: 'contrastive spherical k-means on training sentences' }, [ref]);
      await describeReviews(ref, (progress) => {
        shards = progress;
        stages.note(`${progress.done} of ${progress.shards} shards, ${grouped(progress.sentences)} sentences`);
      });
      await buildProfiles.executeWithOptions({ summary: 'user profiles and item trajectories' }, [ref]);
    });
    const targets = await stages.during('planning', async () => {
      const selected = await selectTargets.executeWithOptions({ summary: 'targets in seeded order' }, [ref]);
      stages.note(`${grouped(selected.targets)} targets of ${grouped(selected.users)} users`);
      return selected;
    });
    const simulated = await stages.during('simulation', () => steering.simulate({ brief, ...targets }));
    await stages.during('dataset', () =>
      writeDataset.executeWithOptions({ summary: 'the accepted dialogs as a dataset' }, [ref]),
    );
    if (brief.recommender) {
      await stages.during('recommender', () =>
        untilItEnds(workflowIds.recommender(run), async () =>
          resultOf(
            await begin(() =>
              startChild(trainRecommenderWorkflow, {
                workflowId: workflowIds.recommender(run),
                staticSummary: `recommenders of ${run}`,
                args: [{ ref }],
              }),
            ),
          ),
        ),
      );
    } else stages.skip('recommender');

    status = simulated.exhausted ? 'exhausted' : 'completed';
    const finish = { ref, status, seconds: stages.seconds() };
    await stages.untilDone(() => finishRun.executeWithOptions({ summary: 'summary, audit and manifest' }, [finish]));
    await stages.during('report', () => writeReport.executeWithOptions({ summary: 'the report as a page' }, [ref]));
    const again = { ...finish, seconds: stages.seconds(), isAgain: true };
    await stages.untilDone(() => finishRun.executeWithOptions({ summary: 'the summary with every stage' }, [again]));
    label({ status });
    tracer.run({
      attributes: { 'convrecstudio.status': status, 'convrecstudio.accepted': simulated.selected },
      error: null,
    });
    return { status, store: ref.store, accepted: simulated.selected, requested: brief.wantedDialogs };
  } catch (error) {
    const ended = isCancellation(error) ? 'cancelled' : 'failed';
    label({ status: ended, waiting: 'nothing' });
    tracer.run({ attributes: { 'convrecstudio.status': ended }, error: faultOf(error).code });
    throw error;
  }
}
