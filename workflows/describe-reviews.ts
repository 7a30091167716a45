import { proxyActivities } from '@temporalio/workflow';

import type { ProfilingActivities } from '../activities/profiling-activities.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { baseQueue, computing } from './activity-options.ts';
import { taskQueues } from './contract.ts';
import type { ShardProgress } from './contract.ts';

/**
 * Shards in flight at once: as many workers can share one run's sentences. Shards are a thousand at most (`MAX_SHARDS`),
 * some 6,000 events of history: no reason to continue as new.
 */
const WINDOW = 16;

/** Aspects and sentiment of every sentence: a window slides over the shards, whoever takes them. */
export async function describeReviews(ref: RunRef, onProgress: (progress: ShardProgress) => void): Promise<void> {
  const { planShards, describeShard, mergeSentences } = proxyActivities<ProfilingActivities>({
    ...computing,
    taskQueue: taskQueues(baseQueue()).profiling,
  });
  const plan = await planShards.executeWithOptions({ summary: 'cut the reviews into shards' }, [ref]);
  if (plan === null) return;
  const { shards } = plan;
  let next = 0;
  let progress: ShardProgress = { done: 0, shards, sentences: 0 };
  onProgress(progress);
  const lane = async (): Promise<void> => {
    while (next < shards) {
      const shard = next++;
      const summary = `describe shard ${shard + 1} of ${shards}`;
      const { sentences } = await describeShard.executeWithOptions({ summary }, [{ ref, shard }]);
      progress = { ...progress, done: progress.done + 1, sentences: progress.sentences + sentences };
      onProgress(progress);
    }
  };
  const lanes = Array.from({ length: Math.min(WINDOW, shards) }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    // Where one fails, the others begin no further shard: who tries again after a cure begins with all that are missing.
    next = shards;
    await Promise.allSettled(lanes);
  }
  await mergeSentences.executeWithOptions({ summary: 'every sentence in one table' }, [ref]);
}
