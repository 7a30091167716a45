import { z } from 'zod';

import { SplitSchema } from '../reviews/review.ts';

/** One interaction that a dialog is to lead to. */
export const TargetSchema = z.object({
  /** Place in the run's seeded order, from 0. */
  ordinal: z.number().int().nonnegative(),
  /** From the ordinal, never from ids of the data: it stands in keys and workflow ids. */
  dialogId: z.string().regex(/^d\d{6,}(-r\d+)?$/),
  userId: z.string(),
  itemId: z.string(),
  /** The target interaction's own review: the user's goal, never evidence for a claim. */
  reviewId: z.string(),
  timestampMs: z.number().int(),
  split: SplitSchema,
  /** The dialog that was given up, where this one was asked for in its place. */
  retryOf: z.string().optional(),
});
export type Target = z.infer<typeof TargetSchema>;

/** Ids read like d000012, those of retried dialogs like d000012-r1. */
export const isDialogId = (text: string): boolean => /^d\d{6,}(-r\d+)?$/.test(text);

export function dialogIdOf(ordinal: number): string {
  return `d${String(ordinal).padStart(6, '0')}`;
}
