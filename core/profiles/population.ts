import type { Mention } from './mention.ts';
import { countBefore } from './timeline.ts';

/** What the population says of an aspect: the prior of every profile. */
export interface PopulationOpinion {
  readonly salience: number;
  readonly sentiment: number;
}

/** Mentions that the prior itself starts from: spread evenly over the aspects, without sentiment. */
const START_MENTIONS = 1;

/**
 * The population prior as of t, from mentions of the training period strictly before t: running sums, one look-up by
 * binary search. A prior from the whole training period would let a profile inside it see its own future.
 */
export function createPopulation(
  trainingMentions: readonly Mention[],
  aspectIds: readonly number[],
): (timestampMs: number) => ReadonlyMap<number, PopulationOpinion> {
  const width = aspectIds.length;
  const place = new Map(aspectIds.map((aspectId, index) => [aspectId, index]));
  // Row i: sums over the first i mentions, (n + 1, K).
  const weights = new Float64Array((trainingMentions.length + 1) * width);
  const signed = new Float64Array((trainingMentions.length + 1) * width);
  for (const [index, mention] of trainingMentions.entries()) {
    const from = index * width;
    weights.copyWithin(from + width, from, from + width);
    signed.copyWithin(from + width, from, from + width);
    const at = from + width + (place.get(mention.aspectId) ?? 0);
    weights[at] = (weights[at] ?? 0) + mention.score;
    signed[at] = (signed[at] ?? 0) + mention.score * mention.sentiment;
  }
  return (timestampMs) => {
    const from = countBefore(trainingMentions, timestampMs) * width;
    const own = weights.subarray(from, from + width);
    const total = own.reduce((sum, weight) => sum + weight, START_MENTIONS);
    return new Map(
      aspectIds.map((aspectId, index) => {
        const weight = (own[index] ?? 0) + START_MENTIONS / width;
        return [aspectId, { salience: weight / total, sentiment: (signed[from + index] ?? 0) / weight }];
      }),
    );
  };
}
