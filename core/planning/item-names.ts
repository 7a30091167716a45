import type { Item } from '../reviews/review.ts';

/** A token of a name that stands in the names of no more than this share of the items gives the item away. */
const DISTINCTIVE_SHARE = 0.01;
/** ... or of no more than this many, so that small catalogues have distinctive tokens too. */
const DISTINCTIVE_ITEMS = 3;
const MIN_TOKEN_LENGTH = 3;

/** Tells whether a text names an item: by its whole name, its brand or any distinctive token of either. */
export interface ItemNames {
  nameOf(itemId: string): string;
  isNamedIn(itemId: string, text: string): boolean;
}

/**
 * Strict on purpose: a quote dropped for a harmless word costs little, one that names the target spoils the dialog.
 * Tokens are lower-case runs of letters and digits; how often each occurs is counted over the whole catalogue's names
 * (catalogue data without time, no review takes part).
 */
export function createItemNames(items: ReadonlyMap<string, Item>): ItemNames {
  const itemsWith = new Map<string, number>();
  for (const item of items.values()) {
    for (const token of namingTokens(item)) itemsWith.set(token, (itemsWith.get(token) ?? 0) + 1);
  }
  const limit = Math.max(DISTINCTIVE_ITEMS, items.size * DISTINCTIVE_SHARE);
  const distinctiveOf = (item: Item): string[] =>
    [...namingTokens(item)].filter((token) => (itemsWith.get(token) ?? 0) <= limit);

  return {
    nameOf: (itemId) => items.get(itemId)?.name ?? itemId,
    isNamedIn: (itemId, text) => {
      const item = items.get(itemId);
      const words = nameTokens(text);
      // What the catalogue does not know can only be named by its id.
      if (!item) return words.includes(itemId.toLowerCase());
      const said = new Set(words);
      if (distinctiveOf(item).some((token) => said.has(token))) return true;
      const name = nameTokens(item.name);
      return name.length > 1 && ` ${words.join(' ')} `.includes(` ${name.join(' ')} `);
    },
  };
}

/** Lower-case words of a name or a text; an apostrophe's tail is dropped ("Fender's" is "fender"). */
function nameTokens(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll(/['’]s\b/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function namingTokens(item: Item): Set<string> {
  const brand = item.attributes['brand'] ?? '';
  return new Set(nameTokens(`${item.name} ${brand}`).filter((token) => token.length >= MIN_TOKEN_LENGTH));
}
