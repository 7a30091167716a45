import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { Item } from '../reviews/review.ts';
import { shortTitle, titleTokens } from '../text/item-title.ts';

/**
 * What must not reach the user agent before the system has said it: the target's id, its brand, and every word of its
 * title by which it could be told from other items. Simulators that know the target leak it (arXiv 2403.16416).
 */

/** A title word is distinctive where at most this share of the catalogue's titles has it. */
const RARE_SHARE = 0.01;

const frequencies = new WeakMap<ReadonlyMap<string, Item>, ReadonlyMap<string, number>>();

function titleFrequencies(items: ReadonlyMap<string, Item>): ReadonlyMap<string, number> {
  const known = frequencies.get(items);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const item of items.values()) {
    for (const token of titleTokens(item.name)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  frequencies.set(items, counts);
  return counts;
}

const stem = (token: string): string => token.replace(/(?:es|s)$/, '');

/** Lower-case words that give the item away: brand, rare title words, model numbers, id. Category words are not. */
export function tellingTokens(item: Item, items: ReadonlyMap<string, Item>): ReadonlySet<string> {
  const counts = titleFrequencies(items);
  const rareBelow = Math.max(1, Math.floor(items.size * RARE_SHARE));
  const categoryStems = new Set(item.categories.flatMap((category) => titleTokens(category).map(stem)));
  const tokens = titleTokens(item.name);
  const telling = tokens.filter((token) => {
    if (categoryStems.has(stem(token))) return false;
    return (counts.get(token) ?? 0) <= rareBelow || (/\d/.test(token) && /\p{L}/u.test(token));
  });
  const brand = item.attributes['brand'] ? titleTokens(item.attributes['brand']) : tokens.slice(0, 1);
  const brandTokens = brand.filter((token) => !categoryStems.has(stem(token)));
  return new Set([...telling, ...brandTokens, item.itemId.toLowerCase()]);
}

/** What the user agent may not hear in this dialog until the system has named the target. */
export function concealedTokens(plan: DialogPlan, base: EvidenceBase): ReadonlySet<string> {
  const target = base.items.get(plan.targetItemId);
  return target ? tellingTokens(target, base.items) : new Set([plan.targetItemId.toLowerCase()]);
}

export function reveals(text: string, concealed: ReadonlySet<string>): boolean {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some((token) => concealed.has(token));
}

/** Replaces the names and ids of the items, and every word of `tokens`, by `mask`. */
export function maskItems(text: string, items: readonly Item[], tokens: ReadonlySet<string>, mask: string): string {
  const names = items.flatMap((item) => [item.name, shortTitle(item.name), item.itemId]);
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  let masked = text;
  for (const name of longestFirst) masked = replaceIgnoringCase(masked, name, mask);
  return masked.replace(/[\p{L}\p{N}]+/gu, (word) => (tokens.has(word.toLowerCase()) ? mask : word));
}

function replaceIgnoringCase(text: string, part: string, replacement: string): string {
  const escaped = part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(escaped, 'giu'), () => replacement);
}
