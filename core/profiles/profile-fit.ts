import { z } from 'zod';

const IntervalSchema = z.object({ low: z.number(), high: z.number() });

/** One way to remember the past, by how well profiles at t predicted the reviews at t (nats a review, out of fold). */
export const DecayCandidateSchema = z.object({
  /** `decay`: the half-life below; `static`: forgets nothing; `last-review`: nothing but the latest; `population`: the prior alone. */
  memory: z.enum(['decay', 'per-aspect', 'static', 'last-review', 'population']),
  /** Null but for `decay`. */
  halfLifeDays: z.number().nullable(),
  salienceLogLoss: z.number(),
  sentimentLogLoss: z.number(),
  logLoss: z.number(),
});
export type DecayCandidate = z.infer<typeof DecayCandidateSchema>;

/** Log-loss of the fitted decay minus the other's, a review; 95 % bootstrap over users or items. Below 0: decay predicts better. */
export const DecayComparisonSchema = z.object({
  versus: z.enum(['static', 'last-review', 'population']),
  difference: z.number(),
  interval: IntervalSchema,
});

/** What the temporal hold-out within the training period says of decay. */
export const DecayReportSchema = z.object({
  /** Reviews predicted, and the users (items) who wrote (got) them. */
  predictions: z.number().int().nonnegative(),
  entities: z.number().int().nonnegative(),
  candidates: z.array(DecayCandidateSchema),
  /** The fitted decay, its half-life chosen on the other folds. */
  logLoss: z.number().nullable(),
  versus: z.array(DecayComparisonSchema),
  /** Predicts better than a static profile, the interval of the difference below 0. */
  earnsItsPlace: z.boolean(),
});
export type DecayReport = z.infer<typeof DecayReportSchema>;

/** Fitted on the training period alone; one for users, one for items. Lists go by coherent aspect, in order of id. */
export const SideFitSchema = z.object({
  aspectIds: z.array(z.number().int()),
  /** Null: static. */
  halfLifeDays: z.array(z.number().nullable()),
  /** k: pseudo-sentences of the population in saliences (precision of the Dirichlet prior). */
  salienceStrength: z.number(),
  /** kappa_a: pseudo-mentions of the population in sentiments; null: k p_a, where k is configured. */
  sentimentStrength: z.array(z.number()).nullable(),
  /** sigma_a^2: variance of a mention's sentiment of share 1 about its author's (its item's) own mean. */
  sentimentVariance: z.array(z.number()),
  decay: DecayReportSchema,
});
export type SideFit = z.infer<typeof SideFitSchema>;

/** `profiles/decay.json`. */
export const ProfileFitSchema = z.object({ users: SideFitSchema, items: SideFitSchema });
export type ProfileFit = z.infer<typeof ProfileFitSchema>;
