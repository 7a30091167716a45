import type { Variant } from '../../config/run-config.ts';
import type { Interval } from '../../recommender/metrics/bootstrap-interval.ts';
import type { PredictionRow } from '../../recommender/predictions.ts';
import { averaged } from './averaged.ts';
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
  const tells = first.predictions.map((row) => share(row) > 0 && share(row) < 1);
  const chosen = (value: (row: PredictionRow) => number): number[] =>
    averaged(attending, value).filter((_, at) => tells[at] === true);
  const [attended, random] = [chosen(mass), chosen(share)];
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
