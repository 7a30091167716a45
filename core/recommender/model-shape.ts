import type { RunConfig } from '../config/run-config.ts';
import type { ModelShape } from './models/ranking-model.ts';
import type { RecommenderData } from './recommender-data.ts';
import { MAX_TOKENS } from './word-texts.ts';

/** What a model's parameters depend on. */
export function modelShape(
  data: Pick<RecommenderData, 'textDimension' | 'catalogue' | 'vocabulary'>,
  settings: RunConfig['recommender'],
): ModelShape {
  return {
    textDimension: data.textDimension,
    dimension: settings.dimension,
    heads: settings.heads,
    items: data.catalogue.itemIds.length,
    ...(settings.dialogEncoder === 'tokens'
      ? { maxTurns: MAX_TOKENS, words: data.vocabulary.length + 1 }
      : { maxTurns: settings.maxTurns, words: 0 }),
    maxHistory: settings.maxHistory,
  };
}
