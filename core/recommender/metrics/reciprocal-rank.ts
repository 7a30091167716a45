/** Reciprocal rank of the target (Voorhees, 1999), uncut; its mean over dialogs is MRR. No dialogs, no value. */
export function reciprocalRank(rank: number): number {
  return 1 / rank;
}

/** Its expectation for a random order of `among` items: the harmonic number over `among`. */
export function randomReciprocalRank(among: number): number {
  let sum = 0;
  for (let rank = 1; rank <= among; rank++) sum += reciprocalRank(rank);
  return sum / among;
}
