import * as Plot from '@observablehq/plot';

import { chart } from '../../report/chart.ts';
import type { Html } from '../../report/html.ts';
import { shortName } from '../../report/names.ts';
import { decimal, percent } from '../../report/numbers.ts';
import type { FusionTable } from './fusion-table.ts';

/** Which tenths of the catalogue are recommended: darker is more. */
export function decileChart({ popularity }: FusionTable): Html | null {
  const cells = popularity.flatMap(({ who, deciles }) =>
    deciles.map((value, decile) => ({ who, decile: decile + 1, value })),
  );
  if (cells.length === 0) return null;
  const described = popularity.map(({ who, deciles }) => `${who} ${percent(deciles[0] ?? 0)}`).join(', ');
  return chart(
    {
      title: 'First ten places by tenth of the catalogue, most often reviewed first',
      description: `Share of the most often reviewed tenth: ${described}.`,
    },
    {
      height: 24 * popularity.length + 40,
      marginLeft: 118,
      marginBottom: 28,
      x: { label: null, tickSize: 0, type: 'band' },
      y: {
        label: null,
        tickSize: 0,
        domain: popularity.map(({ who }) => who),
        tickFormat: shortName,
      },
      marks: [
        Plot.cell(cells, {
          x: 'decile',
          y: 'who',
          fill: 'var(--accent)',
          fillOpacity: ({ value }: { readonly value: number }) => Math.min(1, value),
        }),
        Plot.text(cells, {
          x: 'decile',
          y: 'who',
          fontSize: 9,
          text: ({ value }: { readonly value: number }) => String(Math.round(value * 100)),
        }),
      ],
    },
  );
}

/** NDCG@10 by the number of training dialogs, a drawing a variant, all on one scale: in one they would lie on one another. */
export function curveCharts({ curve, dialogs }: FusionTable): Html[] {
  const points = curve.flatMap(({ variant, share, ndcgAt10 }) =>
    ndcgAt10 === null ? [] : [{ variant, dialogs: Math.ceil(share * dialogs.train), ...ndcgAt10 }],
  );
  const most = Math.max(0.01, ...points.map(({ high }) => high));
  return [...new Set(points.map(({ variant }) => variant))].map((variant) => {
    const own = points.filter((point) => point.variant === variant);
    const described = own.map((point) => `${point.dialogs}: ${decimal(point.mean, 3)}`);
    const title = `NDCG@10 of ${shortName(variant)} by training dialogs`;
    return chart(
      { title, description: `${title}: ${described.join(', ')}.` },
      {
        height: 160,
        marginLeft: 44,
        marginBottom: 34,
        x: { label: 'training dialogs', ticks: 4, domain: [0, dialogs.train] },
        y: { label: null, ticks: 4, domain: [0, most], nice: true },
        marks: [
          Plot.ruleX(own, { x: 'dialogs', y1: 'low', y2: 'high', stroke: 'var(--muted)' }),
          Plot.line(own, { x: 'dialogs', y: 'mean', stroke: 'var(--accent)' }),
          Plot.dot(own, { x: 'dialogs', y: 'mean', r: 3, fill: 'var(--accent)' }),
        ],
      },
    );
  });
}
