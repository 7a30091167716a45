import type { Variant } from '../../config/run-config.ts';
import type { FittedVariant, LearnedVariant } from '../recommender-data.ts';
import { concatenation } from './concatenation.ts';
import { crossAttention, crossAttentionShuffledHistory } from './cross-attention.ts';
import { dialogOnly } from './dialog-only.ts';
import type { FittedModel } from './fitted-model.ts';
import { fusion } from './fusion.ts';
import { historyOnly } from './history-only.ts';
import { itemKnn } from './item-knn.ts';
import { popularity } from './popularity.ts';
import type { RankingModel } from './ranking-model.ts';
import { textProbe } from './text-probe.ts';

export const MODELS: Readonly<Record<LearnedVariant, RankingModel>> = {
  'history-only': historyOnly,
  'dialog-only': dialogOnly,
  concatenation,
  'cross-attention': crossAttention,
  'cross-attention-shuffled-history': crossAttentionShuffledHistory,
  fusion,
};

export const FITTED_MODELS: Readonly<Record<FittedVariant, FittedModel>> = {
  popularity,
  'item-knn': itemKnn,
  'text-probe': textProbe,
};

export const isFitted = (variant: Variant): variant is FittedVariant => variant in FITTED_MODELS;

/** Of a variant as this version makes it, from 1. */
export const revisionOf = (variant: Variant): number =>
  (isFitted(variant) ? FITTED_MODELS[variant] : MODELS[variant]).revision;
