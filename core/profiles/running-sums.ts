import type { MentionTimelines } from './columns/mention-timelines.ts';
import type { SentenceColumns } from './columns/sentence-columns.ts';
import { mentionsEnd } from './columns/mention-timelines.ts';
import { gammaPerMs } from './decay.ts';

/** Decayed sums over a pair's mentions before t: the sufficient statistics of an opinion. */
export interface OpinionSums {
  /** Sum of w(dt) score. */
  readonly weight: number;
  /** Sum of w(dt) score sentiment. */
  readonly signedWeight: number;
  /** Sum of w(dt). */
  readonly evidenceWeight: number;
  /** Number of mentions, undecayed. */
  readonly count: number;
}

export const NO_OPINION: OpinionSums = { weight: 0, signedWeight: 0, evidenceWeight: 0, count: 0 };

/**
 * Sums as of any t without a pass over the past. With X_i the decayed sum just after mention i,
 *
 *   X_i = x_i + exp(-gamma_a (t_i - t_{i-1})) X_{i-1},   X(t) = exp(-gamma_a (t - t_k)) X_k
 *
 * k the last mention strictly before t: a look-up is one binary search and one exponential. `halfLives` by aspect place.
 */
export function createRunningSums(
  timelines: MentionTimelines,
  sentences: SentenceColumns,
  halfLives: readonly (number | null)[],
): (pair: number, timestampMs: number) => OpinionSums {
  const { mentions, mentionStarts, pairAspects, timeOf } = timelines;
  const weights = new Float32Array(mentions.length);
  const signed = new Float32Array(mentions.length);
  const evidence = new Float32Array(mentions.length);
  const gammas = halfLives.map(gammaPerMs);
  for (const [pair, aspect] of pairAspects.entries()) {
    const gamma = gammas[aspect] ?? 0;
    const from = mentionStarts[pair] ?? 0;
    let [weight, sign, told, before] = [0, 0, 0, timeOf(from)];
    for (let place = from; place < (mentionStarts[pair + 1] ?? 0); place++) {
      const now = timeOf(place);
      const kept = now === before ? 1 : Math.exp(-gamma * (now - before));
      const row = mentions[place] ?? 0;
      const score = sentences.scoreOf(row);
      weight = weight * kept + score;
      sign = sign * kept + score * sentences.sentimentOf(row);
      told = told * kept + 1;
      weights[place] = weight;
      signed[place] = sign;
      evidence[place] = told;
      before = now;
    }
  }
  return (pair, timestampMs) => {
    const last = mentionsEnd(timelines, pair, timestampMs) - 1;
    const from = mentionStarts[pair] ?? 0;
    if (last < from) return NO_OPINION;
    const kept = Math.exp(-(gammas[pairAspects[pair] ?? 0] ?? 0) * (timestampMs - timeOf(last)));
    return {
      weight: kept * (weights[last] ?? 0),
      signedWeight: kept * (signed[last] ?? 0),
      evidenceWeight: kept * (evidence[last] ?? 0),
      count: last - from + 1,
    };
  };
}
