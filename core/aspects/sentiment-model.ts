import { z } from 'zod';

/** A linear sentiment head on unit-norm embeddings: clamp(scale (w . x + bias)), in [-1, 1]. */
export const SentimentModelSchema = z.object({
  weights: z.array(z.number()),
  bias: z.number(),
  /** Brings the strongest training sentences to about +-1: a shrunk head otherwise stays near 0. */
  scale: z.number().positive(),
});
export type SentimentModel = z.infer<typeof SentimentModelSchema>;
