/**
 * NDCG@K (Järvelin & Kekäläinen, 2002) with one relevant item, whose ideal gain is 1: 1 / log2(rank + 1) within the
 * first K, else 0. Averaged over dialogs; of no dialogs there is no value.
 */
export function ndcgAtK(rank: number, k: number): number {
  return rank <= k ? 1 / Math.log2(rank + 1) : 0;
}

/** Its expectation for a random order of `among` items. */
export function randomNdcgAtK(among: number, k: number): number {
  let sum = 0;
  for (let rank = 1; rank <= Math.min(k, among); rank++) sum += ndcgAtK(rank, k);
  return sum / among;
}
