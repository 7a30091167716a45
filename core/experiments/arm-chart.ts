import * as Plot from '@observablehq/plot';

import { chart } from '../report/chart.ts';
import type { Html } from '../report/html.ts';
import type { ExperimentRow } from './experiment-table.ts';
import { figure } from './table-texts.ts';

interface Mark {
  readonly arm: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A measure's value in each arm with its 95 % interval; null where no arm has one. The same scale for all shares. */
export function armChart(row: ExperimentRow): Html | null {
  const marks = row.cells.flatMap(({ arm, estimate }): Mark[] => (estimate === null ? [] : [{ arm, ...estimate }]));
  if (marks.length === 0) return null;
  const most = row.unit === 'share' ? 1 : Math.max(0.01, ...marks.map(({ high }) => high));
  const text = ({ value }: Mark): string => figure(row, value);
  const described = marks.map((mark) => `${mark.arm} ${text(mark)}`).join(', ');
  return chart(
    { title: row.label, description: `${row.label}: ${described}.` },
    {
      height: 28 * row.cells.length + 34,
      marginLeft: 66,
      marginRight: 54,
      marginTop: 4,
      marginBottom: 28,
      x: {
        label: null,
        ticks: 4,
        domain: [0, most],
        nice: true,
        tickSize: 3,
        ...(row.unit === 'share' ? { tickFormat: (share: number) => `${Math.round(share * 100)} %` } : {}),
      },
      y: { label: null, tickSize: 0, domain: row.cells.map(({ arm }) => arm), padding: 0.5 },
      marks: [
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.ruleY(marks, { y: 'arm', x1: 'low', x2: 'high', stroke: 'var(--accent)', strokeWidth: 2.5 }),
        Plot.dot(marks, { y: 'arm', x: 'value', r: 4.5, fill: 'var(--accent)' }),
        Plot.text(marks, { y: 'arm', text, frameAnchor: 'right', textAnchor: 'start', dx: 8 }),
      ],
    },
  );
}
