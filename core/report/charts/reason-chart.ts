import * as Plot from '@observablehq/plot';

import { chart } from '../chart.ts';
import type { Html } from '../html.ts';
import { count } from '../numbers.ts';
import { clipped } from './clipped.ts';

interface Reason {
  readonly label: string;
  readonly times: number;
}

/** Enough to see what matters; the rest is the tail. */
const SHOWN = 15;

/** Candidates turned down by aspect, most frequent first. Null where nothing was. */
export function reasonChart(reasons: readonly Reason[]): Html | null {
  const shown = reasons.slice(0, SHOWN).map((reason, place) => ({ ...reason, place }));
  if (shown.length === 0) return null;
  const title = 'What candidates were turned down for';
  return chart(
    { title, description: `${title}: ${shown.map(({ label, times }) => `${label} ${count(times)}`).join(', ')}.` },
    {
      height: 19 * shown.length + 12,
      marginLeft: 132,
      marginRight: 44,
      marginTop: 6,
      marginBottom: 6,
      x: { axis: null },
      y: {
        label: null,
        tickSize: 0,
        domain: shown.map(({ place }) => place),
        tickFormat: (place: number) => clipped(shown[place]?.label ?? '', 20),
      },
      marks: [
        Plot.barX(shown, { y: 'place', x: 'times', fill: 'var(--accent)', insetTop: 2, insetBottom: 2 }),
        Plot.text(shown, {
          y: 'place',
          x: 'times',
          text: ({ times }: Reason) => count(times),
          textAnchor: 'start',
          dx: 4,
        }),
      ],
    },
  );
}
