import * as Plot from '@observablehq/plot';

import { chart } from '../chart.ts';
import type { Html } from '../html.ts';
import { count } from '../numbers.ts';

export interface FunnelStep {
  readonly step: string;
  readonly left: number;
}

/** What is left after each step, one bar each, all of one unit. */
export function funnelChart(title: string, steps: readonly FunnelStep[]): Html {
  const description = `${title}: ${steps.map(({ step, left }) => `${step} ${count(left)}`).join(', ')}.`;
  return chart(
    { title, description },
    {
      height: 26 * steps.length + 12,
      marginLeft: 112,
      marginRight: 52,
      marginTop: 6,
      marginBottom: 6,
      x: { axis: null, domain: [0, Math.max(1, ...steps.map(({ left }) => left))] },
      y: { label: null, domain: steps.map(({ step }) => step), tickSize: 0 },
      marks: [
        Plot.barX(steps, { y: 'step', x: 'left', fill: 'var(--accent)', insetTop: 2, insetBottom: 2 }),
        Plot.text(steps, {
          y: 'step',
          x: 'left',
          text: ({ left }: FunnelStep) => count(left),
          textAnchor: 'start',
          dx: 5,
        }),
      ],
    },
  );
}
