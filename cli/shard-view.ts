import type { ActivityProgress } from '../activities/failures.ts';
import type { ShardProgress } from '../workflows/contract.ts';

/** As `describeShard` calls its progress. */
const DESCRIBING = 'describe sentences';

/**
 * How far the description of all sentences is, from the shards that are done and what those in flight say. A shard that
 * nobody has split yet is taken to have as many sentences as the others have on average. Null: nothing is known.
 */
export function shardView(
  { done, shards, sentences }: ShardProgress,
  activities: readonly ActivityProgress[],
): ActivityProgress | null {
  const describing = activities.filter(({ what }) => what === DESCRIBING);
  if (done === shards || (describing.length === 0 && done === 0)) return activities[0] ?? null;
  const total = describing.reduce((sum, activity) => sum + activity.total, sentences);
  return {
    what: shards === 1 ? DESCRIBING : `${DESCRIBING}, ${done} of ${shards} shards done`,
    done: describing.reduce((sum, activity) => sum + activity.done, sentences),
    total: Math.round((total / (done + describing.length)) * shards),
  };
}
