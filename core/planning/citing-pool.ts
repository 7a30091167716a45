import { createRandom, deriveSeed } from '../random.ts';
import { type Split, SPLITS } from '../reviews/review.ts';
import type { Target } from './target.ts';

/** Which split's dialogs may quote a review: decided by its author alone, so the three pools are disjoint. */
export interface CitingPools {
  poolOfAuthor(userId: string): Split;
}

/**
 * Reviews that training dialogs quote are never quoted by validation or test dialogs; a recommender could otherwise
 * know a test target by its phrases. Authors with targets belong to their targets' split (so a user's own history can
 * always be cited); all others are drawn by a seeded hash, weighted by the users that each split has. Profiles and
 * trajectories are not limited by pools: numbers use every review before t, quotes only those of the pool.
 *
 * `targets` is the whole list of `selectTargets`, so that pools do not change when more dialogs are asked for.
 */
export function createCitingPools(targets: readonly Target[], seed: number): CitingPools {
  const splitOfUser = new Map<string, Split>();
  for (const target of targets) splitOfUser.set(target.userId, splitOfUser.get(target.userId) ?? target.split);
  const users = SPLITS.map((split) => [...splitOfUser.values()].filter((other) => other === split).length);

  const draw = (userId: string): Split => {
    let rest = createRandom(deriveSeed(seed, 'citing-pool', userId)).next() * splitOfUser.size;
    for (const [index, split] of SPLITS.entries()) {
      rest -= users[index] ?? 0;
      if (rest < 0) return split;
    }
    return 'train';
  };
  const drawn = new Map<string, Split>();
  return {
    poolOfAuthor: (userId) => {
      const pool = splitOfUser.get(userId) ?? drawn.get(userId) ?? draw(userId);
      drawn.set(userId, pool);
      return pool;
    },
  };
}
