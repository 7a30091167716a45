import type { AspectSentence } from './aspect.ts';

/** Mean sentiment of each aspect over sentences, weighted by the aspect's share in them; fed in any number of batches. */
export function createMeanSentiments() {
  const sums = new Map<number, { weight: number; sentiment: number }>();
  return {
    add({ aspects }: Pick<AspectSentence, 'aspects'>): void {
      for (const { aspectId, score, sentiment } of aspects) {
        const sum = sums.get(aspectId) ?? { weight: 0, sentiment: 0 };
        sums.set(aspectId, { weight: sum.weight + score, sentiment: sum.sentiment + score * sentiment });
      }
    },
    /** Null for an aspect that no sentence speaks of. */
    of(aspectId: number): number | null {
      const sum = sums.get(aspectId);
      return sum === undefined || sum.weight === 0 ? null : sum.sentiment / sum.weight;
    },
  };
}
