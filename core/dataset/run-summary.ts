import { z } from 'zod';

/** `summary.json`: counted from what stands in the store, never from memory of what was done. */
export const RunSummarySchema = z.object({
  status: z.enum(['completed', 'exhausted']),
  dialogs: z.object({
    requested: z.int(),
    /** Rows of the dataset. */
    accepted: z.int(),
    /** Targets given up after the last attempt, among those that were tried. */
    rejected: z.int(),
    /** Accepted, but near-duplicates of an earlier one. */
    duplicates: z.int(),
    /** True where the targets ran out first; the shortfall is requested - accepted. */
    exhausted: z.boolean(),
    /** Accepted dialogs of the dataset by the attempt that was accepted. */
    byAttempt: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  }),
  llm: z.object({
    calls: z.int(),
    replayed: z.int(),
    promptTokens: z.int(),
    completionTokens: z.int(),
    costUsd: z.number(),
    /** Calls of unknown outcome (a lost connection, a killed worker), by their upper bounds: noted in runs with a budget. */
    unknownCostUsd: z.number().default(0),
  }),
  stages: z.record(z.string(), z.object({ seconds: z.number() })),
});
export type RunSummary = z.infer<typeof RunSummarySchema>;
