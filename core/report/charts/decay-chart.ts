import * as Plot from '@observablehq/plot';

import type { DecayReport } from '../../profiles/profile-fit.ts';
import { chart } from '../chart.ts';
import type { Html } from '../html.ts';
import { decimal } from '../numbers.ts';

/** Log-loss by half-life, beside the static profile (rule): how flat the choice is. Null without predictions. */
export function decayChart(name: string, { candidates }: DecayReport): Html | null {
  const decays = candidates.filter(({ memory }) => memory === 'decay');
  const statics = candidates.find(({ memory }) => memory === 'static');
  if (decays.length === 0 || statics === undefined) return null;
  const best = decays.reduce((one, other) => (other.logLoss < one.logLoss ? other : one));
  return chart(
    {
      title: `${name}: log-loss by half-life`,
      description: `Least log-loss ${decimal(best.logLoss, 4)} at ${decimal(best.halfLifeDays, 0)} days; static ${decimal(statics.logLoss, 4)}.`,
    },
    {
      height: 170,
      marginLeft: 48,
      marginBottom: 34,
      x: {
        type: 'log',
        label: 'half-life, days',
        tickFormat: (days: number) => String(days),
        ticks: [30, 90, 365, 1460],
      },
      y: { label: 'nats a review', ticks: 4 },
      marks: [
        Plot.ruleY([statics.logLoss], { stroke: 'var(--muted)', strokeDasharray: '4 3' }),
        Plot.text([statics], {
          y: 'logLoss',
          text: () => 'static',
          frameAnchor: 'right',
          dy: -6,
          fill: 'var(--muted)',
        }),
        Plot.lineY(decays, { x: 'halfLifeDays', y: 'logLoss', stroke: 'currentColor' }),
        Plot.dot(decays, { x: 'halfLifeDays', y: 'logLoss', fill: 'currentColor', r: 2.5 }),
      ],
    },
  );
}
