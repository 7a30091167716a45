import { createRandom, deriveSeed } from '../../random.ts';
import type { CredibleInterval } from '../intervals.ts';
import type { PredictionSet } from './prediction-set.ts';

const RESAMPLES = 1000;

/**
 * Mean of one's losses less the other's, a review, paired, with a 95 % percentile bootstrap over entities: a user's reviews
 * resemble each other, so that whole users are drawn.
 */
export function compareLosses(
  set: PredictionSet,
  losses: Float64Array,
  others: Float64Array,
): { difference: number; interval: CredibleInterval } {
  const sums = new Float64Array(set.entities);
  const counts = new Float64Array(set.entities);
  for (const [prediction, entity] of set.entity.entries()) {
    sums[entity] = (sums[entity] ?? 0) + (losses[prediction] ?? 0) - (others[prediction] ?? 0);
    counts[entity] = (counts[entity] ?? 0) + 1;
  }
  const random = createRandom(deriveSeed('decay comparison'));
  const means = new Float64Array(RESAMPLES).map(() => {
    let [sum, count] = [0, 0];
    for (let draw = 0; draw < set.entities; draw++) {
      const entity = random.int(set.entities);
      sum += sums[entity] ?? 0;
      count += counts[entity] ?? 0;
    }
    return count === 0 ? 0 : sum / count;
  });
  means.sort();
  const total = sums.reduce((sum, own) => sum + own, 0);
  return {
    difference: total / Math.max(1, set.entity.length),
    interval: { low: means[Math.floor(0.025 * RESAMPLES)] ?? 0, high: means[Math.floor(0.975 * RESAMPLES)] ?? 0 },
  };
}
