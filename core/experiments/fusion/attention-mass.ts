import type { Variant } from '../../config/run-config.ts';
import type { Interval } from '../../recommender/metrics/bootstrap-interval.ts';
import type { PredictionRow } from '../../recommender/predictions.ts';
import { assertSameDialogs } from '../../recommender/summarise-metrics.ts';
import type { FusionInput, Ranked } from './fusion-input.ts';
import type { FusionTable } from './fusion-table.ts';

/**
 * Cross-attention noise: of the attention that a model gives to the history, how much goes to items that have to do with
 * the target, beside what attention without any preference would give them (their share of the history). Only dialogs
 * whose history has both kinds can tell.
 */
export function attentionRows(
  variant: Variant,
  ranked: readonly Ranked[],
  isRelevant: FusionInput['isRelevant'],
  interval: (values: readonly number[]) => Interval | null,
): FusionTable['attention'] {
  const attending = ranked.filter(({ predictions }) => predictions.some(({ attention }) => attention !== null));
  const [first] = attending;
  if (first === undefined) return [];
  const share = (row: PredictionRow): number => {
    const relevant = row.history.filter((itemId) => isRelevant(itemId, row.target_item_id));
    return row.history.length === 0 ? 0 : relevant.length / row.history.length;
  };
  const mass = (row: PredictionRow): number =>
    row.history.reduce(
      (sum, itemId, at) => sum + (isRelevant(itemId, row.target_item_id) ? (row.attention?.[at] ?? 0) : 0),
      0,
    );
  assertSameDialogs(attending);
  // Histories differ by seed in the control: each training is asked where its own can tell.
  const told = first.predictions.flatMap((_, at) => {
    const rows = attending
      .flatMap(({ predictions }) => predictions[at] ?? [])
      .filter((row) => share(row) > 0 && share(row) < 1);
    return rows.length === 0 ? [] : [{ mass: mean(rows.map(mass)), share: mean(rows.map(share)) }];
  });
  const attended = told.map((one) => one.mass);
  const random = told.map((one) => one.share);
  return [
    {
      variant,
      dialogs: attended.length,
      mass: interval(attended),
      random: interval(random),
      difference: interval(attended.map((own, at) => own - (random[at] ?? 0))),
    },
  ];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
