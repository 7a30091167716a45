import { z } from 'zod';

import { REJECT_REASONS } from './quarantine.ts';
import { SplitSchema } from './review.ts';

const CountSchema = z.number().int().nonnegative();

/** Kinds of clones; a review is counted under the first that applies. */
export const CLONE_KINDS = ['sameUserAndText', 'sameReviewId', 'sameTextAcrossItems', 'sameTextSameItem'] as const;
export const CloneKindSchema = z.enum(CLONE_KINDS);
export type CloneKind = z.infer<typeof CloneKindSchema>;

/**
 * Two people may both write "Great product!", but hardly forty equal characters: only from this length on are equal
 * texts of different users taken for clones. Characters, after lower-casing and collapsing white space.
 */
export const CLONE_TEXT_LENGTH = 40;

/** What became of every line of the source: read = blank + rejected + clones + filtered + kept. */
export const ReviewFunnelSchema = z.object({
  format: z.string(),
  linesRead: CountSchema,
  blankLines: CountSchema,
  rejected: z.object({ total: CountSchema, byReason: z.partialRecord(z.enum(REJECT_REASONS), CountSchema) }),
  clones: z.object({ total: CountSchema, byKind: z.partialRecord(CloneKindSchema, CountSchema) }),
  /** Reviews dropped by minReviewsPerItem and kCore. */
  filtered: CountSchema,
  kept: CountSchema,
  users: CountSchema,
  items: CountSchema,
  /** Items whose name is a synthetic label. */
  unnamedItems: CountSchema,
  /** Reviews in which something was masked. */
  maskedReviews: CountSchema,
  splits: z.record(SplitSchema, CountSchema),
  /** First and last review, and the ends (exclusive) of the training and validation periods. UTC ms. */
  firstMs: z.number().int(),
  lastMs: z.number().int(),
  trainEndMs: z.number().int(),
  validationEndMs: z.number().int(),
});
export type ReviewFunnel = z.infer<typeof ReviewFunnelSchema>;
