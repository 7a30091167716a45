import type { PredictionRow } from '../../recommender/predictions.ts';
import { assertSameDialogs } from '../../recommender/summarise-metrics.ts';
import type { Ranked } from './fusion-input.ts';

/** A value by test dialog, the mean over trainings. Throws where they have not ranked the same dialogs. */
export function averaged(ranked: readonly Ranked[], value: (row: PredictionRow) => number): number[] {
  const [first] = ranked;
  if (first === undefined) return [];
  assertSameDialogs(ranked);
  return first.predictions.map(
    (_, at) =>
      ranked.reduce((sum, { predictions }) => {
        const row = predictions[at];
        return sum + (row === undefined ? 0 : value(row));
      }, 0) / ranked.length,
  );
}
