import type { RunConfig } from '../config/run-config.ts';
import { modelShape } from './model-shape.ts';
import { MODELS, isFitted } from './models/models.ts';
import { ITEM_TABLES, WORD_TABLE } from './models/ranking-model.ts';
import type { RecommenderData } from './recommender-data.ts';
import type { TrainedVariant } from './train-variant.ts';

/**
 * A trained variant for another catalogue: what was learned of turns, order and weights stays. Learned vectors of single items
 * or words say nothing of others: they become zero, and items there are what their texts, and the counts of their own training
 * period, say. `settings` are those of the training, which the other data must be prepared with.
 */
export function transplant(
  trained: TrainedVariant,
  settings: RunConfig['recommender'],
  from: RecommenderData,
  to: RecommenderData,
): TrainedVariant {
  if (isFitted(trained.variant)) return trained;
  const model = MODELS[trained.variant];
  const [here, there] = [from, to].map((data) => model.parameters(modelShape(data, settings), data.textProjection, 0));
  const values = new Float32Array((there ?? []).reduce((sum, { initial }) => sum + initial.length, 0));
  let offset = 0;
  let place = 0;
  here?.forEach(({ name, initial }, at) => {
    const size = there?.[at]?.initial.length ?? 0;
    const isOfSingles = name === WORD_TABLE || ITEM_TABLES.includes(name);
    if (!isOfSingles && size !== initial.length) {
      throw new RangeError(`parameter ${name} has ${initial.length} values here, ${size} there`);
    }
    if (!isOfSingles) values.set(trained.values.subarray(offset, offset + size), place);
    offset += initial.length;
    place += size;
  });
  return { ...trained, values };
}
