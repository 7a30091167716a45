import type { Item } from '../../reviews/review.ts';
import type { FusionInput } from './fusion-input.ts';

const STRONGEST = 3;
const SHARED_ASPECTS = 2;

/**
 * Whether an item of the history has to do with the target: they share a category that at most half of the items have.
 * Where the source tells no categories: two of the three aspects that are most spoken of in their reviews.
 */
export function relevance(
  items: readonly Item[],
  aspects: ReadonlyMap<string, ReadonlyMap<number, number>>,
): FusionInput['isRelevant'] {
  const counts = new Map<string, number>();
  for (const { categories } of items) {
    for (const category of new Set(categories)) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const telling = new Map(
    items.map(({ itemId, categories }) => [
      itemId,
      new Set(categories.filter((category) => 2 * (counts.get(category) ?? 0) <= items.length)),
    ]),
  );
  const strongest = new Map(
    [...aspects].map(([itemId, weights]) => [
      itemId,
      [...weights]
        .sort(([a, one], [b, other]) => other - one || a - b)
        .slice(0, STRONGEST)
        .map(([aspectId]) => aspectId),
    ]),
  );
  return (past, target) => {
    if (counts.size > 0) return [...(telling.get(past) ?? [])].some((category) => telling.get(target)?.has(category));
    const own = strongest.get(target) ?? [];
    return (strongest.get(past) ?? []).filter((aspectId) => own.includes(aspectId)).length >= SHARED_ASPECTS;
  };
}
