import * as Plot from '@observablehq/plot';

import { chart } from '../chart.ts';
import { html, type Html } from '../html.ts';
import type { MetricName } from '../../recommender/metrics/ranking-metrics.ts';
import type { RecommenderMetrics } from '../../recommender/summarise-metrics.ts';
import { decimal } from '../numbers.ts';

export type Protocol = 'full' | 'candidates';

interface Row {
  readonly variant: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean and 95 % interval of each variant, with the level of a random order as a dashed line. */
export function metricChart(
  title: string,
  metrics: RecommenderMetrics,
  metric: MetricName,
  protocol: Protocol,
): Html | null {
  const rows = metrics.variants.flatMap(({ variant, [protocol]: values }): Row[] => {
    const interval = values[metric];
    return interval === null ? [] : [{ variant, ...interval }];
  });
  if (rows.length === 0) return null;
  const random = metrics.randomLevel?.[protocol][metric] ?? 0;
  const described = rows.map(
    ({ variant, mean, low, high }) => `${variant} ${decimal(mean, 3)} (${decimal(low, 3)} to ${decimal(high, 3)})`,
  );
  const most = Math.max(0.01, random, ...rows.map(({ high }) => high));
  return chart(
    {
      title: html`${title}<small>dashed: random order, ${decimal(random, 3)}</small>`,
      description: `${title}: ${described.join(', ')}; a random order ${decimal(random, 3)}.`,
    },
    {
      height: 28 * rows.length + 34,
      marginLeft: 96,
      marginRight: 44,
      marginTop: 4,
      marginBottom: 28,
      x: { label: null, ticks: 3, domain: [0, most], nice: true, tickSize: 3 },
      y: {
        label: null,
        tickSize: 0,
        domain: rows.map(({ variant }) => variant),
        padding: 0.5,
        tickFormat: (variant: string) => variant.replace('cross-attention-shuffled-history', 'shuffled history'),
      },
      marks: [
        Plot.ruleX([random], { stroke: 'var(--mark)', strokeDasharray: '4 3', strokeWidth: 1.5 }),
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.ruleY(rows, { y: 'variant', x1: 'low', x2: 'high', stroke: 'var(--accent)', strokeWidth: 2.5 }),
        Plot.dot(rows, { y: 'variant', x: 'mean', r: 4.5, fill: 'var(--accent)' }),
        Plot.text(rows, {
          y: 'variant',
          text: ({ mean }: Row) => decimal(mean, 3),
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
        }),
      ],
    },
  );
}
