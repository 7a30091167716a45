import { html, type Html } from '../html.ts';
import type { MetricName } from '../../recommender/metrics/ranking-metrics.ts';
import type { RecommenderMetrics } from '../../recommender/summarise-metrics.ts';
import { decimal } from '../numbers.ts';
import { intervalChart } from './interval-chart.ts';

export type Protocol = 'full' | 'candidates';

/** Mean and 95 % interval of each variant, with the level of a random order as a dashed line. */
export function metricChart(
  title: string,
  metrics: RecommenderMetrics,
  metric: MetricName,
  protocol: Protocol,
): Html | null {
  const values = metrics.variants.map(({ variant, [protocol]: own }) => [variant, own[metric]] as const);
  const random = metrics.randomLevel?.[protocol][metric] ?? 0;
  const shown = html`${title}<small>dashed: random order, ${decimal(random, 3)}</small>`;
  return intervalChart(title, values, random, shown);
}
