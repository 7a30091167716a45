import * as Plot from '@observablehq/plot';

import type { TrainingRecord } from '../../recommender/training-record.ts';
import { chart } from '../chart.ts';
import { html, type Html } from '../html.ts';
import { decimal } from '../numbers.ts';

const CURVES = {
  loss: { says: 'Training loss', unit: 'loss by epoch, nats' },
  validationNdcgAt10: { says: 'Validation NDCG@10', unit: 'NDCG@10 on validation dialogs by epoch' },
} as const;

/** A curve by epoch, a line a seed; the dashed rules stand at the epochs whose weights were kept. Null: nothing to draw. */
export function trainingChart(
  variant: string,
  records: readonly TrainingRecord[],
  curve: keyof typeof CURVES,
): Html | null {
  const { says, unit } = CURVES[curve];
  const lines = records.map(({ seed, bestEpoch, epochs }) => ({
    seed,
    bestEpoch,
    points: epochs.flatMap(({ epoch, [curve]: value }) => (value === null ? [] : [{ seed, epoch, value }])),
  }));
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return null;
  const last = Math.max(...points.map(({ epoch }) => epoch));
  const described = lines.map(({ seed, bestEpoch, points: own }) => {
    const ends = [own[0], own.at(-1)].map((point) => decimal(point?.value ?? 0, 3));
    return `seed ${seed} from ${ends.join(' to ')} in ${own.length} epochs, kept ${bestEpoch}`;
  });
  return chart(
    {
      title: html`${variant}<small>${unit}; dashed: the epoch that was kept</small>`,
      description: `${says} of ${variant}: ${described.join('; ')}.`,
    },
    {
      height: 150,
      marginLeft: 40,
      marginBottom: 30,
      // At whole epochs, however few.
      x: { label: 'epoch', ticks: Math.min(5, Math.max(1, last - 1)), tickFormat: 'd' },
      y: { label: null, ticks: 4, nice: true },
      marks: [
        Plot.ruleX(
          records.map(({ bestEpoch }) => bestEpoch),
          { stroke: 'var(--mark)', strokeDasharray: '4 3' },
        ),
        Plot.lineY(points, { x: 'epoch', y: 'value', z: 'seed', stroke: 'var(--accent)', strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'epoch', y: 'value', fill: 'var(--accent)', r: 2 }),
      ],
    },
  );
}
