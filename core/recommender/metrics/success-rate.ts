/**
 * Success rate, exact item: a dialog succeeds if the one item recommended at the turn where the target was (the first
 * of the ranking) is the target. The paper does not define its success rate; ours equals Hit@1 of the same ranking and
 * stands beside it under the paper's name. No dialogs, no value.
 */
export function success(rank: number): number {
  return rank === 1 ? 1 : 0;
}

/** Its expectation for a random order of `among` items. */
export function randomSuccess(among: number): number {
  return 1 / among;
}
