import type { SentenceColumns } from './columns/sentence-columns.ts';
import { mentionsEnd, type MentionTimelines } from './columns/mention-timelines.ts';
import { YEAR_MS } from './decay.ts';
import { CREDIBLE_Z, type CredibleInterval } from './intervals.ts';

/** Fewer mentions, or a shorter stretch of time, tell no trend. */
const MIN_MENTIONS = 6;
const MIN_SPAN_MS = YEAR_MS / 4;
/** Latest mentions looked through: a trend is about lately, and a look-up costs the same for any past. */
const LATEST = 256;

export interface Trend {
  /** Change in sentiment a year, bounded to [-2, 2]. */
  readonly perYear: number;
  readonly interval: CredibleInterval;
}

/**
 * Least squares of sentiment over time among the pair's latest 256 mentions strictly before t, each weighted by its share
 * in its sentence; not decayed, or a trend would see only its own end. The interval takes residuals as they are
 * (heteroscedasticity-consistent, HC3, on n - 2 degrees of freedom by Cornish and Fisher's expansion of Student's t), and
 * mentions of one instant as one, since a review's sentences repeat its mood. Null where there is too little to tell.
 */
export function trendBefore(
  timelines: MentionTimelines,
  sentences: SentenceColumns,
  pair: number,
  timestampMs: number,
): Trend | null {
  const end = mentionsEnd(timelines, pair, timestampMs);
  const from = Math.max(timelines.mentionStarts[pair] ?? 0, end - LATEST);
  const first = timelines.timeOf(from);
  if (end - from < MIN_MENTIONS || timelines.timeOf(end - 1) - first < MIN_SPAN_MS) return null;
  const points: TimedSentiment[] = [];
  for (let place = from; place < end; place++) {
    const row = timelines.mentions[place] ?? 0;
    const years = (timelines.timeOf(place) - first) / YEAR_MS;
    addPoint(points, years, sentences.scoreOf(row), sentences.sentimentOf(row));
  }
  return points.length < MIN_MENTIONS ? null : slopeOf(points);
}

interface TimedSentiment {
  readonly years: number;
  weight: number;
  sentiment: number;
}

/** Joins mentions of one instant into their weighted mean. */
function addPoint(points: TimedSentiment[], years: number, weight: number, sentiment: number): void {
  const last = points.at(-1);
  if (last?.years !== years) {
    points.push({ years, weight, sentiment });
    return;
  }
  const both = last.weight + weight;
  last.sentiment += (weight / both) * (sentiment - last.sentiment);
  last.weight = both;
}

function slopeOf(points: readonly TimedSentiment[]): Trend | null {
  let [weight, time, sentiment] = [0, 0, 0];
  for (const point of points) {
    weight += point.weight;
    time += point.weight * point.years;
    sentiment += point.weight * point.sentiment;
  }
  if (weight <= 0) return null;
  const [meanTime, meanSentiment] = [time / weight, sentiment / weight];
  let [covariance, spread] = [0, 0];
  for (const point of points) {
    covariance += point.weight * (point.years - meanTime) * (point.sentiment - meanSentiment);
    spread += point.weight * (point.years - meanTime) ** 2;
  }
  if (spread <= 0) return null;
  const perYear = covariance / spread;
  let variance = 0;
  for (const point of points) {
    const gap = point.years - meanTime;
    const residual = point.sentiment - meanSentiment - perYear * gap;
    const leverage = point.weight / weight + (point.weight * gap * gap) / spread;
    variance += ((point.weight * gap * residual) / Math.max(1e-6, 1 - leverage)) ** 2;
  }
  const reach = (studentZ(points.length - 2) * Math.sqrt(variance)) / spread;
  const bounded = (value: number): number => Math.max(-2, Math.min(2, value));
  return {
    perYear: bounded(perYear),
    interval: { low: bounded(perYear - reach), high: bounded(perYear + reach) },
  };
}

/** Student's t quantile at the credible level, from the normal's. */
function studentZ(freedom: number): number {
  const z = CREDIBLE_Z;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** What may be said of a trend: its slope where the interval excludes 0, else none. */
export function claimedTrend(trend: Trend | null): number {
  return trend !== null && (trend.interval.low > 0 || trend.interval.high < 0) ? trend.perYear : 0;
}
