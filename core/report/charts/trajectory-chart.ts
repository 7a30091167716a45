import * as Plot from '@observablehq/plot';

import type { ChangePoint } from '../../profiles/change-points.ts';
import type { TrajectoryPoint } from '../../profiles/profile.ts';
import { chart } from '../chart.ts';
import { html, type Html } from '../html.ts';
import { count, date, signed } from '../numbers.ts';
import type { ReportItem } from '../report-input.ts';
import { clipped } from './clipped.ts';

const ASPECTS = 6;
const STRIP = 46;
const ABOVE = { y1: 0, fill: '#2f7fd0', fillOpacity: 0.5 } as const;
const BELOW = { y1: 0, fill: '#d9580d', fillOpacity: 0.55 } as const;

/** A strip an aspect, the most talked of first: community sentiment over time, above and below zero. */
export function trajectoryChart(
  { points, standing, changes }: ReportItem,
  name: string,
  labelOf: (aspectId: number) => string,
): Html {
  const shown = standing.opinions.slice(0, ASPECTS).map(({ aspectId }) => aspectId);
  const drawn = points.filter(({ aspectId }) => shown.includes(aspectId));
  const at = (point: TrajectoryPoint): Date => new Date(point.timestampMs);
  const placed = { x: at, fy: 'aspectId' };
  const encoded = { ...placed, y: 'sentiment' };
  const times = drawn.map(({ timestampMs }) => timestampMs);
  return chart(
    {
      title: html`<bdi>${name}</bdi><small>${count(standing.reviewCount)} reviews; each strip from −1 to +1</small>`,
      description: `Community sentiment to ${date(standing.timestampMs)}: ${standing.opinions
        .slice(0, ASPECTS)
        .map(({ aspectId, sentiment }) => `${labelOf(aspectId)} ${signed(sentiment)}`)
        .join(', ')}.`,
    },
    {
      height: STRIP * shown.length + 38,
      marginLeft: 118,
      marginRight: 42,
      marginTop: 4,
      marginBottom: 30,
      x: { type: 'utc', label: null, ticks: 4, domain: [new Date(Math.min(...times)), new Date(Math.max(...times))] },
      y: { domain: [-1, 1], axis: null, insetTop: 5, insetBottom: 5 },
      fy: { axis: null, domain: shown, padding: 0 },
      marks: [
        Plot.ruleY([0], { stroke: 'var(--muted)', strokeDasharray: '2 3' }),
        Plot.areaY(drawn, {
          ...placed,
          y1: (point: TrajectoryPoint) => point.sentimentInterval.low,
          y2: (point: TrajectoryPoint) => point.sentimentInterval.high,
          fill: 'var(--muted)',
          fillOpacity: 0.22,
        }),
        Plot.ruleX(
          changes.filter(({ aspectId }) => shown.includes(aspectId)),
          { x: ({ timestampMs }: ChangePoint) => new Date(timestampMs), fy: 'aspectId', strokeDasharray: '3 2' },
        ),
        Plot.areaY(drawn, { ...placed, y2: (point: TrajectoryPoint) => Math.max(0, point.sentiment), ...ABOVE }),
        Plot.areaY(drawn, { ...placed, y2: (point: TrajectoryPoint) => Math.min(0, point.sentiment), ...BELOW }),
        Plot.lineY(drawn, { ...encoded, stroke: 'currentColor', strokeWidth: 1.2 }),
        Plot.dot(drawn, {
          ...encoded,
          r: 1.8,
          fill: 'currentColor',
          title: (point: TrajectoryPoint) =>
            `${labelOf(point.aspectId)}, ${date(point.timestampMs)}: ${signed(point.sentiment)}`,
        }),
        Plot.text(shown, {
          fy: (aspectId: number) => aspectId,
          text: (aspectId: number) => clipped(labelOf(aspectId), 18),
          frameAnchor: 'left',
          textAnchor: 'end',
          dx: -8,
        }),
        Plot.text(standing.opinions.slice(0, ASPECTS), {
          fy: 'aspectId',
          text: ({ sentiment }: { readonly sentiment: number }) => signed(sentiment),
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
        }),
      ],
    },
  );
}
