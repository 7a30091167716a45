import { z } from 'zod';

/** Where a run's aspects were fitted: by itself, or by the run that it took them from (`aspects.from`). */
export const AspectOriginSchema = z.object({
  run: z.string(),
  encoderId: z.string(),
  /** The end (exclusive) of the training period that they were fitted on, UTC ms. */
  trainEndMs: z.number().int(),
  /**
   * True: that period ends after this run's own, so aspects and sentiment may have seen its validation and test periods.
   * Profiles, priors and decay are fitted by each run itself, on its own training period.
   */
  laterThanTraining: z.boolean(),
});
export type AspectOrigin = z.infer<typeof AspectOriginSchema>;
