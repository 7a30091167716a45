import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { createRandom, deriveSeed } from '../random.ts';
import type { Target } from './target.ts';

/**
 * Candidate items for a target, free of leaks: an item is one if others reviewed it before the target's time and the
 * user did not. (Items that the user reviews at the same time or later stay in: to leave them out would use the
 * future.) Likeness to the target is
 *   shared categories (Jaccard, weighted by how rare a category is)
 *   + ASPECT_WEIGHT * cosine of what the community's trajectories talk about (evidence weights per aspect)
 *   + POPULARITY_WEIGHT * log(1 + reviews before t),
 * so that where a source has no categories the trajectories decide, and where those are empty the popularity.
 */
const ASPECT_WEIGHT = 0.5;
const POPULARITY_WEIGHT = 0.05;
/** Items compared with a target: a bound on the work for one plan, whatever the catalogue's size. */
const NEIGHBOURHOOD = 120;

export interface CandidateFinder {
  /** Up to NEIGHBOURHOOD candidates, most like the target first; the target is not among them. */
  alike(target: Target): string[];
}

export function createCandidateFinder(base: EvidenceBase, seed: number): CandidateFinder {
  const itemsOf = itemsByCategory(base);
  const rarity = (category: string): number => Math.log(1 + base.items.size / (itemsOf.get(category)?.length ?? 1));

  return {
    alike(target) {
      const t = target.timestampMs;
      const own = new Set(base.userReviewsBefore(target.userId, t).map((review) => review.itemId));
      const eligible = (itemId: string): boolean =>
        itemId !== target.itemId && !own.has(itemId) && base.itemReviewsBefore(itemId, t).length > 0;
      const likeness = likenessTo(base, target, rarity);
      return neighbourhood(base, target, itemsOf, eligible, seed)
        .map((itemId) => ({ itemId, likeness: likeness(itemId) }))
        .sort((a, b) => b.likeness - a.likeness || (a.itemId < b.itemId ? -1 : 1))
        .map(({ itemId }) => itemId);
    },
  };
}

/** Items of the target's categories, rarest category first, then any others: walked from a seeded place, cyclically. */
function neighbourhood(
  base: EvidenceBase,
  target: Target,
  itemsOf: ReadonlyMap<string, readonly string[]>,
  eligible: (itemId: string) => boolean,
  seed: number,
): string[] {
  const random = createRandom(deriveSeed(seed, 'neighbourhood', target.dialogId));
  const categories = [...new Set(base.items.get(target.itemId)?.categories)];
  const lists = categories.map((category) => itemsOf.get(category) ?? []);
  lists.sort((a, b) => a.length - b.length);
  const found = new Set<string>();
  const walk = (items: readonly string[]): void => {
    const start = random.int(Math.max(1, items.length));
    for (let step = 0; step < items.length && found.size < NEIGHBOURHOOD; step++) {
      const itemId = items[(start + step) % items.length];
      if (itemId !== undefined && !found.has(itemId) && eligible(itemId)) found.add(itemId);
    }
  };
  for (const items of lists) walk(items);
  if (found.size < NEIGHBOURHOOD) walk(base.itemsReviewedBefore(target.timestampMs));
  return [...found];
}

function likenessTo(
  base: EvidenceBase,
  target: Target,
  rarity: (category: string) => number,
): (itemId: string) => number {
  const t = target.timestampMs;
  const categoriesOf = (itemId: string): Set<string> => new Set(base.items.get(itemId)?.categories);
  const wanted = categoriesOf(target.itemId);
  const trajectory = talkedOf(base, target.itemId, t);
  const weigh = (categories: Iterable<string>): number => {
    let sum = 0;
    for (const category of categories) sum += rarity(category);
    return sum;
  };
  return (itemId) => {
    const other = categoriesOf(itemId);
    const shared = weigh([...other].filter((category) => wanted.has(category)));
    const either = weigh(new Set([...other, ...wanted]));
    const popularity = Math.log1p(base.itemReviewsBefore(itemId, t).length);
    return (
      (either > 0 ? shared / either : 0) +
      ASPECT_WEIGHT * cosine(trajectory, talkedOf(base, itemId, t)) +
      POPULARITY_WEIGHT * popularity
    );
  };
}

/** Evidence weight by aspect. */
function talkedOf(base: EvidenceBase, itemId: string, timestampMs: number): Map<number, number> {
  const { opinions } = base.itemStandingAt(itemId, timestampMs);
  return new Map(opinions.map((opinion) => [opinion.aspectId, opinion.evidenceWeight]));
}

/** 0 where either is empty. */
function cosine(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  let dot = 0;
  for (const [aspectId, weight] of a) dot += weight * (b.get(aspectId) ?? 0);
  const norm = (vector: ReadonlyMap<number, number>): number => Math.hypot(...vector.values());
  const scale = norm(a) * norm(b);
  return scale > 0 ? dot / scale : 0;
}

function itemsByCategory(base: EvidenceBase): Map<string, string[]> {
  const itemsOf = new Map<string, string[]>();
  for (const itemId of [...base.items.keys()].sort()) {
    for (const category of new Set(base.items.get(itemId)?.categories)) {
      const items = itemsOf.get(category);
      if (items) items.push(itemId);
      else itemsOf.set(category, [itemId]);
    }
  }
  return itemsOf;
}
