import * as Plot from '@observablehq/plot';

import type { Interval } from '../../recommender/metrics/bootstrap-interval.ts';
import { chart, type ChartText } from '../chart.ts';
import type { Html } from '../html.ts';
import { shortName } from '../names.ts';
import { decimal } from '../numbers.ts';

/** Means with their 95 % intervals, one line each, beside 0; dashed: the level to read them against. Null without any. */
export function intervalChart(
  title: string,
  values: readonly (readonly [name: string, interval: Interval | null])[],
  level: number,
  shown: ChartText['title'] = title,
): Html | null {
  const rows = values.flatMap(([name, interval]) => (interval === null ? [] : [{ name, ...interval }]));
  if (rows.length === 0) return null;
  const least = Math.min(0, level, ...rows.map(({ low }) => low));
  const most = Math.max(0.01, level, ...rows.map(({ high }) => high));
  const told = rows.map(
    ({ name, mean, low, high }) => `${name} ${decimal(mean, 3)} (${decimal(low, 3)} to ${decimal(high, 3)})`,
  );
  const against = level === 0 ? '' : `; the level to beat ${decimal(level, 3)}`;
  return chart(
    { title: shown, description: `${title}: ${told.join(', ')}${against}.` },
    {
      height: 28 * rows.length + 34,
      marginLeft: 118,
      marginRight: 48,
      marginTop: 4,
      marginBottom: 28,
      // Never without a width, though all be 0.
      x: { label: null, ticks: 3, domain: [least, most], nice: true, tickSize: 3 },
      y: { label: null, tickSize: 0, domain: rows.map(({ name }) => name), padding: 0.5, tickFormat: shortName },
      marks: [
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.ruleX(level === 0 ? [] : [level], { stroke: 'var(--mark)', strokeDasharray: '4 3', strokeWidth: 1.5 }),
        Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--accent)', strokeWidth: 2.5 }),
        Plot.dot(rows, { y: 'name', x: 'mean', r: 4.5, fill: 'var(--accent)' }),
        Plot.text(rows, {
          y: 'name',
          text: ({ mean }: Interval) => decimal(mean, 3),
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
        }),
      ],
    },
  );
}
