import * as Plot from '@observablehq/plot';

import type { TrainingRecord } from '../../recommender/training-record.ts';
import { chart } from '../chart.ts';
import { html, type Html } from '../html.ts';
import { decimal } from '../numbers.ts';

/** Training loss by epoch, a line a seed; the dashed rules stand at the epochs whose weights were kept. */
export function trainingChart(variant: string, records: readonly TrainingRecord[]): Html | null {
  const points = records.flatMap(({ seed, epochs }) => epochs.map(({ epoch, loss }) => ({ seed, epoch, loss })));
  if (points.length === 0) return null;
  const described = records.map(({ seed, bestEpoch, epochs }) => {
    const [first, last] = [epochs[0]?.loss ?? 0, epochs.at(-1)?.loss ?? 0];
    return `seed ${seed} from ${decimal(first, 3)} to ${decimal(last, 3)} in ${epochs.length} epochs, kept ${bestEpoch}`;
  });
  return chart(
    {
      title: html`${variant}<small>loss by epoch, nats; dashed: the epoch that was kept</small>`,
      description: `Training loss of ${variant}: ${described.join('; ')}.`,
    },
    {
      height: 150,
      marginLeft: 40,
      marginBottom: 30,
      x: { label: 'epoch', ticks: 5, tickFormat: 'd' },
      y: { label: null, ticks: 4, nice: true },
      marks: [
        Plot.ruleX(
          records.map(({ bestEpoch }) => bestEpoch),
          { stroke: 'var(--mark)', strokeDasharray: '4 3' },
        ),
        Plot.lineY(points, { x: 'epoch', y: 'loss', z: 'seed', stroke: 'var(--accent)', strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'epoch', y: 'loss', fill: 'var(--accent)', r: 2 }),
      ],
    },
  );
}
