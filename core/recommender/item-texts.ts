import { deriveSeed } from '../random.ts';
import type { Item, Review } from '../reviews/review.ts';

/** Training-period reviews that speak for an item, at most. */
const MAX_SNIPPETS = 3;
/** Characters of a text that is embedded: sentence encoders read little more. */
export const MAX_TEXT_CHARACTERS = 240;

/** Cuts at the last space before the bound. */
export function clip(text: string, bound = MAX_TEXT_CHARACTERS): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= bound) return flat;
  const cut = flat.lastIndexOf(' ', bound);
  return flat.slice(0, cut > 0 ? cut : bound);
}

/**
 * The texts whose mean embedding is an item's frozen text embedding: what the catalogue says (name, categories,
 * description), then a few reviews by people, so that items without metadata can be told apart too.
 * `describingReviews`: training-period reviews that are no example's own (see review-examples.ts).
 */
export function itemTexts(item: Item, describingReviews: readonly Review[], seed: number): string[] {
  const catalogue = clip([item.name, item.categories.join(', '), item.description].filter((part) => part).join('. '));
  const drawn = [...describingReviews]
    .map((review) => ({ review, order: deriveSeed(seed, 'describes', review.reviewId) }))
    .sort((a, b) => a.order - b.order || (a.review.reviewId < b.review.reviewId ? -1 : 1))
    .slice(0, MAX_SNIPPETS)
    .map(({ review }) => clip(`${review.title}. ${review.text}`));
  return [catalogue, ...drawn];
}
