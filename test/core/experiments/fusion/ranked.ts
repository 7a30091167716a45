import type { Variant } from '../../../../core/config/run-config.ts';
import type { Ranked } from '../../../../core/experiments/fusion/fusion-input.ts';
import type { PredictionRow } from '../../../../core/recommender/predictions.ts';

/** A test dialog's row; the first dialog's target is cold. */
export const row = (dialog: number, rank: number, changes: Partial<PredictionRow> = {}): PredictionRow => ({
  dialog_id: `d${dialog}`,
  target_item_id: 'i1',
  rank_full: rank,
  n_items: 20,
  rank_candidates: 1,
  n_candidates: 4,
  top10: rank === 1 ? ['i1'] : ['i2'],
  target_training_reviews: dialog === 0 ? 0 : 3,
  history: ['i2', 'i3'],
  attention: null,
  ...changes,
});

/** A training that gave the dialogs' targets these ranks. */
export const ranked = (variant: Variant, seed: number, ranks: readonly number[], share = 1): Ranked => ({
  variant,
  seed,
  share,
  predictions: ranks.map((rank, dialog) =>
    row(dialog, rank, variant === 'cross-attention' ? { attention: [0.75, 0.25] } : {}),
  ),
});
