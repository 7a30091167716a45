import { z } from 'zod';

/** One sentence's (or clause's) share in one aspect. */
export const AspectScoreSchema = z.object({
  aspectId: z.number().int().nonnegative(),
  /** Posterior share of the aspect in this sentence, in (0, 1]. */
  score: z.number(),
  /** Sentiment towards this aspect in this sentence, in [-1, 1]. */
  sentiment: z.number(),
});
export type AspectScore = z.infer<typeof AspectScoreSchema>;

/** A fitted cluster as people read it. */
export const AspectClusterSchema = z.object({
  aspectId: z.number().int().nonnegative(),
  /** Short label, unique in the model, e.g. "ear pads". */
  label: z.string().min(1),
  /** Naming phrases by class-based TF-IDF, strongest first. */
  phrases: z.array(z.object({ phrase: z.string(), weight: z.number() })),
  /** Sentences of the training period whose strongest aspect this is. */
  size: z.number().int().nonnegative(),
  /** NPMI of the phrases within training reviews, in [-1, 1]. */
  coherence: z.number(),
  /** 1 - the highest centred cosine with another centroid. */
  distinctness: z.number(),
  /** False: marked, shown, and kept out of plans. */
  coherent: z.boolean(),
  /** How much more often than elsewhere the cluster's sentences use nouns that people judge, from 0: naming/verdict.ts. */
  clarity: z.number().optional(),
  /** Why it is not coherent, where it is not. */
  doubt: z.string().optional(),
  /** Up to three texts nearest to the centroid, verbatim, from different reviews. */
  examples: z.array(z.string()).optional(),
});
export type AspectCluster = z.infer<typeof AspectClusterSchema>;

/** A review sentence with what was found in it. */
export interface AspectSentence {
  readonly reviewId: string;
  readonly sentenceIndex: number;
  /** Verbatim from the review's text. */
  readonly text: string;
  /** Strongest first, at least one. */
  readonly aspects: readonly AspectScore[];
  /** Overall sentiment, in [-1, 1]. */
  readonly sentiment: number;
}
