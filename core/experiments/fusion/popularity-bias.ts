import type { FusionTable } from './fusion-table.ts';
import type { Ranked, RankedItem } from './fusion-input.ts';

const DECILES = 10;

/**
 * Which items are recommended: the share of all first ten places that goes to each tenth of the catalogue, the most often
 * reviewed in training first. Without preference for popular items each would have a tenth. The targets' own shares
 * stand first: what a perfect ranking would have in its first place.
 */
export function popularityRows(
  variants: readonly (readonly [string, readonly Ranked[]])[],
  items: readonly RankedItem[],
): FusionTable['popularity'] {
  const decileOf = new Map(
    [...items]
      .sort((a, b) => b.trainingReviews - a.trainingReviews || (a.itemId < b.itemId ? -1 : 1))
      .map(({ itemId }, place) => [itemId, Math.floor((place * DECILES) / items.length)]),
  );
  const shares = (itemIds: readonly string[]): number[] => {
    const counts = Array.from({ length: DECILES }, () => 0);
    for (const itemId of itemIds) {
      const decile = decileOf.get(itemId);
      if (decile !== undefined) counts[decile] = (counts[decile] ?? 0) + 1;
    }
    return counts.map((count) => (itemIds.length === 0 ? 0 : count / itemIds.length));
  };
  const targets = variants[0]?.[1][0]?.predictions.map(({ target_item_id }) => target_item_id) ?? [];
  return [
    { who: 'targets', deciles: shares(targets) },
    ...variants.map(([who, ranked]) => ({
      who,
      deciles: shares(ranked.flatMap(({ predictions }) => predictions.flatMap(({ top10 }) => top10))),
    })),
  ];
}
