import { z } from 'zod';

/** A training under way, as heartbeats tell it and `status` shows it. */
export const TrainingViewSchema = z.object({
  variant: z.string(),
  seed: z.int(),
  /** The one under way, from 1, of at most `epochs`. */
  epoch: z.int(),
  epochs: z.int(),
  step: z.int(),
  /** At most: early stopping may end it sooner. */
  steps: z.int(),
  /** Mean loss of the last batch, nats. */
  loss: z.number(),
  /** At most; null: not known yet. */
  secondsLeft: z.number().nullable(),
  /** Mean loss of each finished epoch. */
  losses: z.array(z.number()),
  /** NDCG@10 on the validation dialogs after each; null: there are none. */
  validation: z.array(z.number().nullable()),
});
export type TrainingView = z.infer<typeof TrainingViewSchema>;
