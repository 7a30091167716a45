import * as Plot from '@observablehq/plot';

import type { AspectCluster } from '../../aspects/aspect.ts';
import { chart } from '../chart.ts';
import type { Html } from '../html.ts';
import { count, decimal } from '../numbers.ts';
import { clipped } from './clipped.ts';

type Measure = 'size' | 'coherence' | 'distinctness';

/** One measure of every aspect, in the order given; incoherent aspects are grey. */
export function aspectChart(title: string, clusters: readonly AspectCluster[], measure: Measure): Html {
  const shown = (value: number): string => (measure === 'size' ? count(value) : decimal(value));
  const described = clusters.map((cluster) => `${cluster.label} ${shown(cluster[measure])}`);
  const values = clusters.map((cluster) => cluster[measure]);
  return chart(
    { title, description: `${title}: ${described.join(', ')}.` },
    {
      height: 19 * clusters.length + 12,
      marginLeft: 132,
      marginRight: 44,
      marginTop: 6,
      marginBottom: 6,
      x: { axis: null, domain: [Math.min(0, ...values), Math.max(0.01, ...values)] },
      y: {
        label: null,
        tickSize: 0,
        domain: clusters.map(({ aspectId }) => aspectId),
        tickFormat: (aspectId: number) => clipped(clusters.find((one) => one.aspectId === aspectId)?.label ?? '', 20),
      },
      marks: [
        Plot.barX(clusters, {
          y: 'aspectId',
          x: measure,
          fill: ({ coherent }: AspectCluster) => (coherent ? 'var(--accent)' : 'var(--muted)'),
          insetTop: 2,
          insetBottom: 2,
        }),
        Plot.text(clusters, {
          y: 'aspectId',
          x: (cluster: AspectCluster) => Math.max(0, cluster[measure]),
          text: (cluster: AspectCluster) => shown(cluster[measure]),
          textAnchor: 'start',
          dx: 4,
        }),
      ],
    },
  );
}
