import type { Variant } from '../../config/run-config.ts';
import type { PredictionRow } from '../../recommender/predictions.ts';
import type { FusionTable } from './fusion-table.ts';

/** One training's ranking of the test dialogs. */
export interface Ranked {
  readonly variant: Variant;
  readonly seed: number;
  /** Of the training dialogs, in (0, 1]. */
  readonly share: number;
  readonly predictions: readonly PredictionRow[];
}

export interface RankedItem {
  readonly itemId: string;
  /** Empty: the source gives none. */
  readonly name: string;
  readonly trainingReviews: number;
}

export interface FusionInput {
  readonly about: Pick<FusionTable, 'run' | 'domain' | 'provider' | 'goal' | 'split' | 'dialogEncoder'>;
  readonly dialogs: { readonly train: number; readonly validation: number };
  /** Of ties, negatives and bootstrap. */
  readonly seed: number;
  /** The same test dialogs in each. */
  readonly evaluated: readonly Ranked[];
  /** The same test dialogs, ranked by variants that read dialogs by the run's own encoder, where it is another. */
  readonly ownEncoder?: readonly Ranked[];
  readonly items: readonly RankedItem[];
  /** Whether an item of the history has to do with the target. */
  readonly isRelevant: (historyItemId: string, targetItemId: string) => boolean;
}
