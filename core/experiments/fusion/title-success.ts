import { createRandom, deriveSeed } from '../../random.ts';
import { tokenSetRatio } from '../../recommender/metrics/token-set-ratio.ts';
import type { PredictionRow } from '../../recommender/predictions.ts';
import type { RankedItem } from './fusion-input.ts';

/**
 * Success by fuzzy title: 1 where the first recommendation's title is as like the target's as the threshold (token-set
 * ratio, 0 to 100) or more. At 70, other goods of the same kind count; at 95, hardly anything but the item itself and
 * its variants.
 */
export function fuzzySuccess(items: readonly RankedItem[], threshold: number): (row: PredictionRow) => number {
  const names = new Map(items.map(({ itemId, name }) => [itemId, name]));
  return ({ top10, target_item_id }) => {
    const [first = ''] = top10;
    if (first === target_item_id) return 1;
    return tokenSetRatio(names.get(first) ?? '', names.get(target_item_id) ?? '') >= threshold ? 1 : 0;
  };
}

/** Random items drawn for each target. */
const DRAWN = 40;

/** What a random first recommendation would reach. */
export function fuzzyRandom(
  tested: readonly PredictionRow[],
  items: readonly RankedItem[],
  seed: number,
): { at70: number; at95: number } {
  const names = new Map(items.map(({ itemId, name }) => [itemId, name]));
  const ratios = tested.flatMap(({ dialog_id, target_item_id }) => {
    const random = createRandom(deriveSeed(seed, 'random-title', dialog_id));
    return Array.from({ length: items.length === 0 ? 0 : DRAWN }, () =>
      tokenSetRatio(random.pick(items).name, names.get(target_item_id) ?? ''),
    );
  });
  const share = (threshold: number): number =>
    ratios.length === 0 ? 0 : ratios.filter((ratio) => ratio >= threshold).length / ratios.length;
  return { at70: share(70), at95: share(95) };
}
