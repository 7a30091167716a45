import type { LearnedVariant } from '../recommender-data.ts';
import { concatenation } from './concatenation.ts';
import { crossAttention } from './cross-attention.ts';
import { dialogOnly } from './dialog-only.ts';
import type { RankingModel } from './ranking-model.ts';

export const MODELS: Readonly<Record<LearnedVariant, RankingModel>> = {
  'dialog-only': dialogOnly,
  concatenation,
  'cross-attention': crossAttention,
};
