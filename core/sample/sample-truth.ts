import { z } from 'zod';

import { CloneKindSchema } from '../reviews/funnel.ts';
import { REJECT_REASONS } from '../reviews/quarantine.ts';

/**
 * What was planted in a sample, to be held against what is found: `truth.json`. Lines count from 1 in `reviews.jsonl`;
 * review ids are those that the reviews get when they are read.
 */

const PolaritySchema = z.enum(['positive', 'negative']);

export const PlantedSentenceSchema = z.object({
  text: z.string(),
  /** Empty: the sentence is about no aspect. Two: a contrast. */
  aspects: z.array(z.object({ aspect: z.string(), polarity: PolaritySchema })),
});
export type PlantedSentence = z.infer<typeof PlantedSentenceSchema>;

export const PlantedReviewSchema = z.object({
  line: z.number().int().positive(),
  reviewId: z.string(),
  userId: z.string(),
  itemId: z.string(),
  timestampMs: z.number().int(),
  rating: z.number().int().min(1).max(5),
  sentences: z.array(PlantedSentenceSchema).min(1),
  /** Personal data in it. */
  personal: z.enum(['email', 'phone', 'link']).nullable(),
});
export type PlantedReview = z.infer<typeof PlantedReviewSchema>;

/** Weights of the aspects from a time on; they sum to 1. */
export const PlantedTasteSchema = z.object({ fromMs: z.number().int(), weights: z.record(z.string(), z.number()) });

export const SampleTruthSchema = z.object({
  seed: z.number().int(),
  domain: z.string(),
  aspects: z.array(z.object({ aspect: z.string(), name: z.string() })),
  reviews: z.array(PlantedReviewSchema),
  /** One taste, or two where it drifts. */
  users: z.array(z.object({ userId: z.string(), tastes: z.array(PlantedTasteSchema).min(1) })),
  /** Quality by aspect, in [-1, 1], from each date on: the first from the item's release. */
  items: z.array(
    z.object({
      itemId: z.string(),
      name: z.string(),
      qualities: z.array(z.object({ fromMs: z.number().int(), byAspect: z.record(z.string(), z.number()) })).min(1),
    }),
  ),
  clones: z.array(z.object({ line: z.number().int(), ofLine: z.number().int(), kind: CloneKindSchema })),
  broken: z.array(z.object({ line: z.number().int(), reason: z.enum(REJECT_REASONS) })),
});
export type SampleTruth = z.infer<typeof SampleTruthSchema>;
