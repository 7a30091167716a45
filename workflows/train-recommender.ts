import { proxyActivities, setHandler } from '@temporalio/workflow';

import type { RecommenderActivities } from '../activities/recommender-activities.ts';
import { baseQueue, computing } from './activity-options.ts';
import { taskQueues, trainingProgressQuery } from './contract.ts';
import type { TrainRecommenderInput } from './contract.ts';
import { label } from './search-attributes.ts';

/**
 * Drives training and evaluation, one variant and seed at a time (native training uses all cores). A killed training goes
 * on from its last checkpoint in the store.
 */
export async function trainRecommenderWorkflow({ ref }: TrainRecommenderInput): Promise<void> {
  const { listTrainingJobs, trainVariant, summariseRecommender } = proxyActivities<RecommenderActivities>({
    ...computing,
    taskQueue: taskQueues(baseQueue()).training,
  });
  label({ run: ref.run, stage: 'recommender', status: 'running' });
  let current: string | null = null;
  let done = 0;
  let jobs: Awaited<ReturnType<typeof listTrainingJobs>> = [];
  setHandler(trainingProgressQuery, () => ({ jobs: jobs.length, done, current }));

  jobs = await listTrainingJobs.executeWithOptions({ summary: 'variants and seeds' }, [ref]);
  for (const { variant, seed } of jobs) {
    current = `${variant}, seed ${seed}`;
    await trainVariant.executeWithOptions({ summary: `train and evaluate ${current}` }, [{ ref, variant, seed }]);
    done += 1;
  }
  current = null;
  await summariseRecommender.executeWithOptions({ summary: 'metrics by variant' }, [ref]);
  label({ status: 'completed' });
}
