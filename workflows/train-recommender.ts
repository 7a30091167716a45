import { proxyActivities, setHandler } from '@temporalio/workflow';

import type { RecommenderActivities } from '../activities/recommender-activities.ts';
import type { TrainingJob } from '../core/recommender/training-job.ts';
import { baseQueue, computing } from './activity-options.ts';
import { taskQueues, trainingProgressQuery } from './contract.ts';
import type { TrainRecommenderInput, TrainingProgress } from './contract.ts';
import { label } from './search-attributes.ts';

/**
 * Drives training and evaluation, one variant and seed at a time (native training uses all cores). A killed training goes
 * on from its last checkpoint in the store.
 */
export async function trainRecommenderWorkflow({ ref, jobs: asked, on }: TrainRecommenderInput): Promise<void> {
  const { listTrainingJobs, trainVariant, testElsewhere, summariseRecommender } =
    proxyActivities<RecommenderActivities>({
      ...computing,
      taskQueue: taskQueues(baseQueue()).training,
    });
  label({ run: ref.run, stage: 'recommender', status: 'running' });
  let current: string | null = null;
  const results: TrainingProgress['results'][number][] = [];
  let jobs: readonly TrainingJob[] = asked ?? [];
  setHandler(trainingProgressQuery, () => ({ jobs: jobs.length, done: results.length, current, results }));

  if (asked === undefined) {
    jobs = await listTrainingJobs.executeWithOptions({ summary: 'variants and seeds' }, [ref]);
  }
  for (const job of jobs) {
    const { variant, seed } = job;
    current = nameOf(job);
    const summary = `train and evaluate ${current}`;
    const { bestEpoch, losses, validation } = await trainVariant.executeWithOptions({ summary }, [{ ref, ...job }]);
    if (on !== undefined) {
      await testElsewhere.executeWithOptions({ summary: `test ${current} on ${on.run}` }, [{ ref, on, ...job }]);
    }
    results.push({ variant, seed, bestEpoch, losses, validation });
  }
  current = null;
  if (asked === undefined) await summariseRecommender.executeWithOptions({ summary: 'metrics by variant' }, [ref]);
  label({ status: 'completed' });
}

function nameOf({ variant, seed, share, split, dialogEncoder }: TrainingJob): string {
  const part = share === undefined || share === 1 ? '' : `, ${Math.round(share * 100)} % of the dialogs`;
  const more = [split, dialogEncoder].flatMap((one) => (one === undefined ? [] : [`, ${one}`]));
  return [`${variant}, seed ${seed}${part}`, ...more].join('');
}
