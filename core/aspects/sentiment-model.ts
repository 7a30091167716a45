import { z } from 'zod';

import { PolarityNetworkSchema } from './sentiment/polarity-network.ts';

/**
 * What the stars of a run taught: a linear head on unit-norm embeddings, scale (w . x + bias), and a small network that
 * tells blame, neither and praise apart. See sentiment.ts for how they are joined with the lexicon.
 */
export const SentimentModelSchema = z.object({
  weights: z.array(z.number()),
  bias: z.number(),
  /** Brings the strongest training units to about +-1: a shrunk head otherwise stays near 0. */
  scale: z.number().positive(),
  /** Absent where too few units have an opinion that lexicon and stars agree on. */
  network: PolarityNetworkSchema.optional(),
});
export type SentimentModel = z.infer<typeof SentimentModelSchema>;
