/**
 * Hit@K: 1 where the target is among the first K, else 0 (with one relevant item the same as Recall@K). Averaged over
 * dialogs; of no dialogs there is no value.
 */
export function hitAtK(rank: number, k: number): number {
  return rank <= k ? 1 : 0;
}

/** Its expectation for a random order of `among` items. */
export function randomHitAtK(among: number, k: number): number {
  return Math.min(k, among) / among;
}
