import type { Mention } from './mention.ts';
import { YEAR_MS } from './decay.ts';

/** Fewer mentions, or a shorter stretch of time, tell no trend. */
const MIN_MENTIONS = 4;
const MIN_SPAN_MS = YEAR_MS / 4;

/**
 * Change in sentiment a year: least squares of sentiment over time, each mention weighted by its share in its sentence;
 * not decayed, or a trend would see only its own end. 0 where there is too little to tell. Bounded to [-2, 2].
 */
export function trendPerYear(mentions: readonly Mention[]): number {
  const first = mentions[0]?.timestampMs ?? 0;
  const last = mentions.at(-1)?.timestampMs ?? 0;
  if (mentions.length < MIN_MENTIONS || last - first < MIN_SPAN_MS) return 0;
  let weight = 0;
  let time = 0;
  let sentiment = 0;
  for (const mention of mentions) {
    weight += mention.score;
    time += (mention.score * (mention.timestampMs - first)) / YEAR_MS;
    sentiment += mention.score * mention.sentiment;
  }
  if (weight <= 0) return 0;
  let covariance = 0;
  let variance = 0;
  for (const mention of mentions) {
    const gap = (mention.timestampMs - first) / YEAR_MS - time / weight;
    covariance += mention.score * gap * (mention.sentiment - sentiment / weight);
    variance += mention.score * gap * gap;
  }
  return variance <= 0 ? 0 : Math.max(-2, Math.min(2, covariance / variance));
}
