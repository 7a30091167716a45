import { z } from 'zod';

import { SplitSchema } from '../reviews/review.ts';

/** One interaction that a dialog is to lead to. */
export const TargetSchema = z.object({
  /** Place in the run's seeded order, from 0. */
  ordinal: z.number().int().nonnegative(),
  /** From the ordinal, never from ids of the data: it stands in keys and workflow ids. */
  dialogId: z.string().regex(/^d\d{6,}$/),
  userId: z.string(),
  itemId: z.string(),
  /** The target interaction's own review: the user's goal, never evidence for a claim. */
  reviewId: z.string(),
  timestampMs: z.number().int(),
  split: SplitSchema,
});
export type Target = z.infer<typeof TargetSchema>;

export function dialogIdOf(ordinal: number): string {
  return `d${String(ordinal).padStart(6, '0')}`;
}
