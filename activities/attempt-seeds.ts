import { deriveSeed } from '../core/random.ts';

/** Each attempt walks the plan its own way: another order of siblings, other optional nodes. */
export const traversalSeed = (runSeed: number, dialogId: string, attempt: number): number =>
  deriveSeed(runSeed, dialogId, 'traversal', attempt);
