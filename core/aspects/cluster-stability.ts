import { z } from 'zod';

/** How alike the clusterings of random halves are, for one K (choose-clusters.ts). */
export const ClusterStabilitySchema = z.object({
  clusters: z.int().positive(),
  /** S(K). */
  mean: z.number(),
  /** Its standard error over the splits. */
  error: z.number(),
});
export type ClusterStability = z.infer<typeof ClusterStabilitySchema>;
