import * as Plot from '@observablehq/plot';

import { chart } from '../../report/chart.ts';
import type { Html } from '../../report/html.ts';
import { decimal, percent } from '../../report/numbers.ts';
import type { FusionTable } from './fusion-table.ts';

type MaybeInterval = FusionTable['rows'][number]['fuzzy']['at70'];

/** Values with their 95 % intervals, one line each; the rule: the level to read them against. Null without values. */
export function intervalChart(
  title: string,
  values: readonly (readonly [string, MaybeInterval])[],
  level: number,
): Html | null {
  const marks = values.flatMap(([name, value]) => (value === null ? [] : [{ name, ...value }]));
  if (marks.length === 0) return null;
  const described = marks.map(({ name, mean }) => `${name} ${decimal(mean, 3)}`).join(', ');
  return chart(
    { title, description: `${title}: ${described}.` },
    {
      height: 26 * marks.length + 40,
      marginLeft: 118,
      marginRight: 48,
      marginTop: 4,
      marginBottom: 28,
      x: { label: null, ticks: 4, nice: true, tickSize: 3 },
      y: {
        label: null,
        tickSize: 0,
        domain: marks.map(({ name }) => name),
        padding: 0.5,
        tickFormat: (name: string) => name.replace('cross-attention-shuffled-history', 'shuffled history'),
      },
      marks: [
        Plot.ruleX([level], { stroke: 'var(--muted)' }),
        Plot.ruleY(marks, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--accent)', strokeWidth: 2.5 }),
        Plot.dot(marks, { y: 'name', x: 'mean', r: 4.5, fill: 'var(--accent)' }),
        Plot.text(marks, {
          y: 'name',
          text: ({ mean }: { readonly mean: number }) => decimal(mean, 3),
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
        }),
      ],
    },
  );
}

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
        tickFormat: (who: string) => who.replace('cross-attention-shuffled-history', 'shuffled history'),
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

/** NDCG@10 by the number of training dialogs. */
export function curveChart({ curve, dialogs }: FusionTable): Html | null {
  const points = curve.flatMap(({ variant, share, ndcgAt10 }) =>
    ndcgAt10 === null ? [] : [{ variant, dialogs: Math.ceil(share * dialogs.train), ...ndcgAt10 }],
  );
  if (points.length === 0) return null;
  const described = points.map(({ variant, dialogs: number, mean }) => `${variant} ${number}: ${decimal(mean, 3)}`);
  return chart(
    { title: 'NDCG@10 by training dialogs', description: `${described.join(', ')}.` },
    {
      height: 200,
      marginLeft: 44,
      marginRight: 96,
      marginBottom: 34,
      x: { label: 'training dialogs', ticks: 4 },
      y: { label: null, ticks: 4, zero: true, nice: true },
      marks: [
        Plot.line(points, { x: 'dialogs', y: 'mean', z: 'variant', stroke: 'var(--accent)' }),
        Plot.ruleX(points, { x: 'dialogs', y1: 'low', y2: 'high', stroke: 'var(--muted)' }),
        Plot.dot(points, { x: 'dialogs', y: 'mean', r: 3, fill: 'var(--accent)' }),
        Plot.text(
          points,
          Plot.selectLast({ x: 'dialogs', y: 'mean', z: 'variant', text: 'variant', textAnchor: 'start', dx: 6 }),
        ),
      ],
    },
  );
}
