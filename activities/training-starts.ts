import { z } from 'zod';

import { outOfMemory } from '../core/recommender/training-faults.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * The system ends a process that takes too much memory without a word, and Temporal starts its activity again without
 * end. So each start is noted, and taken back where the training ends in any other way than by its process's death.
 */
const MAX_STARTS = 8;

const StartsSchema = z.object({
  /** The step that the last checkpoint then stood at. */
  step: z.int(),
  starts: z.int(),
});

/**
 * Runs a training from the step where its last checkpoint stands. Throws `out_of_memory` where so many processes died
 * before the next checkpoint.
 */
export async function countingStarts<T>(
  folder: RunFolder,
  place: { readonly root: string; readonly variant: string; readonly seed: number; readonly step: number },
  train: () => Promise<T>,
): Promise<T> {
  const key = `${place.root}/starts.json`;
  const before = await folder.findJson(key, StartsSchema);
  const starts = before?.step === place.step ? before.starts : 0;
  if (starts >= MAX_STARTS) {
    await folder.store.delete(key);
    throw outOfMemory(`${starts} processes died before the next checkpoint, as those do that take too much`, place);
  }
  await folder.writeJson(key, { step: place.step, starts: starts + 1 });
  try {
    return await train();
  } finally {
    await folder.store.delete(key);
  }
}
