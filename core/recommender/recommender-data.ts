import type { Variant } from '../config/run-config.ts';
import type { Speaker } from '../planning/dialog-act.ts';
import type { Split } from '../reviews/review.ts';

/** All items that are ranked, in code-point order of their ids. N = number of items, D = text dimension. */
export interface Catalogue {
  readonly itemIds: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Frozen text embeddings, centred, row-major (N, D). */
  readonly text: Float32Array;
  /** Training interactions, (N). */
  readonly counts: Float32Array;
  /** The same by how long before the end of training they were, a half for each half-year, (N). */
  readonly recentCounts: Float32Array;
  /** Word ids of what the catalogue and training reviews say of each item; the dialogs' own targets left out. */
  readonly words: readonly (readonly number[])[];
}

/** One user's training interactions. */
export interface UserSequence {
  readonly userId: string;
  /** Distinct catalogue rows, oldest first; those of one time in an order drawn by seed. */
  readonly items: readonly number[];
}

/** One visible turn: a row of `RecommenderData.texts` and who spoke it. */
export interface EncodedTurn {
  readonly textIndex: number;
  readonly speaker: Speaker;
}

/** One (X, H) -> target pair. */
export interface RankingExample {
  /** The dialog's id, or the review's for a pair taken from a review sequence. */
  readonly exampleId: string;
  readonly userId: string;
  readonly source: 'dialog' | 'review';
  readonly split: Split;
  /** X: the turns before the target is named, oldest first; at most `maxTurns`, the latest. */
  readonly turns: readonly EncodedTurn[];
  /** H: catalogue rows of the items before the example's time, oldest first; at most `maxHistory`, the latest. */
  readonly history: readonly number[];
  /** Days between each item of `history` and the example's time; null where the time is not known. */
  readonly historyAges: readonly (number | null)[];
  /** Row of the user's own training interactions in `sequences`, which a fit must leave out here; null: none. */
  readonly sequence: number | null;
  /** Everything in the user's history, also what `maxHistory` cut off: what ranking leaves out as seen. */
  readonly seen: readonly number[];
  readonly target: number;
}

export interface RecommenderData {
  readonly encoderId: string;
  /** D */
  readonly textDimension: number;
  readonly catalogue: Catalogue;
  /** Embeddings of the distinct turn texts, centred, row-major (U, D). */
  readonly texts: Float32Array;
  /** What was taken off the turn texts' embeddings to centre them, (D). */
  readonly textMean: Float32Array;
  /** The words that are known, by id. */
  readonly vocabulary: readonly string[];
  /** Word ids of each distinct turn text; words that training never saw are left out. */
  readonly textWords: readonly (readonly number[])[];
  /**
   * Frozen embeddings of the words, row-major (V, D), where the dialog encoder reads words (tokens); null: it reads whole turns.
   */
  readonly wordTexts: Float32Array | null;
  /** Training interactions by user. */
  readonly sequences: readonly UserSequence[];
  /** Start of the text projections: principal directions of texts and items, row-major (D, d). */
  readonly textProjection: Float32Array;
  /** Training dialogs and, for every learned variant alike, pairs from training-period review sequences. */
  readonly train: readonly RankingExample[];
  readonly validation: readonly RankingExample[];
  readonly test: readonly RankingExample[];
  /** Accepted dialogs left out because their target is not in the catalogue. */
  readonly skippedDialogs: readonly string[];
  /** SHA-256 over everything above: a checkpoint of other data is not resumed. */
  readonly fingerprint: string;
}

/** Variants that are counted from the training data, with nothing learned by gradient. */
export const FITTED_VARIANTS = ['popularity', 'item-knn', 'text-probe'] as const satisfies readonly Variant[];
export type FittedVariant = (typeof FITTED_VARIANTS)[number];
export type LearnedVariant = Exclude<Variant, FittedVariant>;

/** Lets I/O (heartbeats) through between batches: the worker passes `setImmediate`, tests may pass a no-op. */
export type Breathe = () => Promise<void>;
