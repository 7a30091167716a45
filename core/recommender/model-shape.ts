import type { RunConfig } from '../config/run-config.ts';
import type { ModelShape } from './models/ranking-model.ts';
import type { RecommenderData } from './recommender-data.ts';

/** What a model's parameters depend on. */
export function modelShape(
  data: Pick<RecommenderData, 'textDimension' | 'catalogue'>,
  settings: RunConfig['recommender'],
): ModelShape {
  return {
    textDimension: data.textDimension,
    dimension: settings.dimension,
    heads: settings.heads,
    items: data.catalogue.itemIds.length,
    maxTurns: settings.maxTurns,
    maxHistory: settings.maxHistory,
  };
}
