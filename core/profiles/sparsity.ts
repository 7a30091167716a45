import { z } from 'zod';

/** Evidence behind one kind of profile. */
export const EvidenceSpreadSchema = z.object({
  profiles: z.number().int().nonnegative(),
  /** With fewer sentences than `sparseBelow` on a coherent aspect. */
  sparse: z.number().int().nonnegative(),
  /** Of them, with none at all. */
  empty: z.number().int().nonnegative(),
  /** With more than half of the saliences the population's own; null for items, which have no saliences. */
  generic: z.number().int().nonnegative().nullable(),
  /** Sentences at the 10th, 25th, 50th, 75th and 90th percentile. */
  quantiles: z.array(z.number()),
  /** Profiles by sentences: `from` to the next bin's `from`, the last without end. */
  histogram: z.array(z.object({ from: z.number().int(), profiles: z.number().int().nonnegative() })),
  /** Mean share of a profile's saliences that is the population's own; null for items, which have no saliences. */
  meanPriorShare: z.number().nullable(),
});
export type EvidenceSpread = z.infer<typeof EvidenceSpreadSchema>;

/** `profiles/sparsity.json`: how far the failure signature "generic priors" goes. */
export const ProfileSparsitySchema = z.object({
  sparseBelow: z.number().int(),
  users: EvidenceSpreadSchema,
  items: EvidenceSpreadSchema,
});
export type ProfileSparsity = z.infer<typeof ProfileSparsitySchema>;

const BINS = [0, 1, 2, 4, 8, 16, 32, 64, 128] as const;
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Counts profile by profile; keeps one number for each count of sentences that occurs. */
export class SparsityCounter {
  private readonly bySentences = new Map<number, number>();
  private profiles = 0;
  private sparse = 0;
  private priorShares = 0;
  private generic = 0;

  add(sentences: number, sparse: boolean, priorShare = 0): void {
    this.bySentences.set(sentences, (this.bySentences.get(sentences) ?? 0) + 1);
    this.profiles++;
    if (sparse) this.sparse++;
    this.priorShares += priorShare;
    if (priorShare > 0.5) this.generic++;
  }

  /** `withPrior`: prior shares were given. */
  spread(withPrior: boolean): EvidenceSpread {
    const counts = [...this.bySentences].sort(([a], [b]) => a - b);
    return {
      profiles: this.profiles,
      sparse: this.sparse,
      empty: this.bySentences.get(0) ?? 0,
      generic: withPrior ? this.generic : null,
      quantiles: this.profiles === 0 ? [] : QUANTILES.map((share) => quantileOf(counts, share * this.profiles)),
      histogram: BINS.map((from, place) => ({
        from,
        profiles: counts
          .filter(([sentences]) => sentences >= from && sentences < (BINS[place + 1] ?? Infinity))
          .reduce((sum, [, profiles]) => sum + profiles, 0),
      })),
      meanPriorShare: withPrior && this.profiles > 0 ? this.priorShares / this.profiles : null,
    };
  }
}

/** The least number of sentences that at least so many profiles do not exceed. */
function quantileOf(counts: readonly (readonly [sentences: number, profiles: number])[], rank: number): number {
  let seen = 0;
  for (const [sentences, profiles] of counts) {
    seen += profiles;
    if (seen >= rank) return sentences;
  }
  return 0;
}
