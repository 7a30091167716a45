import type { ExportedModel } from './exported-model.ts';
import { modelShape } from './model-shape.ts';
import { MODELS, isFitted } from './models/models.ts';
import { ITEM_TABLES, WORD_TABLE } from './models/ranking-model.ts';
import type { RecommenderData } from './recommender-data.ts';

/**
 * A trained variant for another catalogue: what was learned of turns, order and weights stays. Learned vectors of single items
 * or words say nothing of others: they become zero, and items there are what their texts, and the counts of their own training
 * period, say. The other data must be prepared with the settings of the training.
 */
export function transplant(
  { variant, values: learned, settings, data: from }: Pick<ExportedModel, 'variant' | 'values' | 'settings' | 'data'>,
  to: RecommenderData,
): Float32Array {
  if (isFitted(variant)) return learned;
  const model = MODELS[variant];
  const [here, there] = [from, to].map((data) => model.parameters(modelShape(data, settings), to.textProjection, 0));
  const values = new Float32Array((there ?? []).reduce((sum, { initial }) => sum + initial.length, 0));
  let offset = 0;
  let place = 0;
  here?.forEach(({ name, initial }, at) => {
    const size = there?.[at]?.initial.length ?? 0;
    const isOfSingles = name === WORD_TABLE || ITEM_TABLES.includes(name);
    if (!isOfSingles && size !== initial.length) {
      throw new RangeError(`parameter ${name} has ${initial.length} values here, ${size} there`);
    }
    if (!isOfSingles) values.set(learned.subarray(offset, offset + size), place);
    offset += initial.length;
    place += size;
  });
  return values;
}
