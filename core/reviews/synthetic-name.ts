import { createHash } from 'node:crypto';

/**
 * A visibly synthetic label for an item whose source gives no name: "item 7ATYj" from "7ATYjTIgM3jUlt4UM3IypQ". The
 * id's first five letters and digits, so that people find the item again; `length` grows where labels would collide.
 */
export function syntheticName(itemId: string, length = 5): string {
  const letters = itemId.replaceAll(/[^A-Za-z0-9]/gu, '');
  // Ids with a common head ("B000...") say more at their end.
  const short = /^[A-Z0-9]{10}$/u.test(letters) ? letters.slice(-length) : letters.slice(0, length);
  if (short.length >= Math.min(3, length)) return `item ${short}`;
  return `item ${hashOf(itemId).slice(0, length)}`;
}

const hashOf = (itemId: string): string => createHash('sha256').update(itemId).digest('hex');

/** Whether a name is such a label, which says nothing of what the item is. */
export function isSyntheticName(itemId: string, name: string): boolean {
  const [, short = ''] = /^item ([A-Za-z0-9]+)$/u.exec(name) ?? [];
  return short !== '' && (name === syntheticName(itemId, short.length) || hashOf(itemId).startsWith(short));
}

/** Labels for several nameless items, unique among themselves: a label is lengthened until none shares it. */
export function syntheticNames(itemIds: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let pending = [...new Set(itemIds)].sort();
  for (let length = 5; pending.length > 0 && length <= 64; length++) {
    const bearers = new Map<string, number>();
    const label = (itemId: string) => syntheticName(itemId, length);
    for (const itemId of pending) bearers.set(label(itemId), (bearers.get(label(itemId)) ?? 0) + 1);
    const taken = new Set(names.values());
    const isUnique = (itemId: string) => bearers.get(label(itemId)) === 1 && !taken.has(label(itemId));
    for (const itemId of pending) if (isUnique(itemId)) names.set(itemId, label(itemId));
    pending = pending.filter((itemId) => !names.has(itemId));
  }
  // Ids that differ in punctuation only.
  for (const itemId of pending) {
    names.set(itemId, `item ${hashOf(itemId).slice(0, 16)}`);
  }
  return names;
}
