import { proxyActivities, setHandler } from '@temporalio/workflow';

import type { RecommenderActivities } from '../activities/recommender-activities.ts';
import { baseQueue, computing } from './activity-options.ts';
import { taskQueues, trainingProgressQuery } from './contract.ts';
import type { TrainRecommenderInput, TrainingProgress } from './contract.ts';
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
  const results: TrainingProgress['results'][number][] = [];
  let jobs: Awaited<ReturnType<typeof listTrainingJobs>> = [];
  setHandler(trainingProgressQuery, () => ({ jobs: jobs.length, done: results.length, current, results }));

  jobs = await listTrainingJobs.executeWithOptions({ summary: 'variants and seeds' }, [ref]);
  for (const { variant, seed } of jobs) {
    current = `${variant}, seed ${seed}`;
    const summary = `train and evaluate ${current}`;
    const { bestEpoch, losses, validation } = await trainVariant.executeWithOptions({ summary }, [
      { ref, variant, seed },
    ]);
    results.push({ variant, seed, bestEpoch, losses, validation });
  }
  current = null;
  await summariseRecommender.executeWithOptions({ summary: 'metrics by variant' }, [ref]);
  label({ status: 'completed' });
}
