import type { SentenceRef } from '../reviews/review.ts';
import type { CredibleInterval } from './intervals.ts';

/** What one user, at one time, feels about one aspect. */
export interface AspectOpinion {
  readonly aspectId: number;
  /** Share of the user's decayed, shrunk attention; a profile's saliences sum to 1. */
  readonly salience: number;
  /** Decayed, shrunk sentiment in [-1, 1]. */
  readonly sentiment: number;
  /** Sum of decay weights of the sentences behind it (0: prior only). */
  readonly evidenceWeight: number;
  /** Number of sentences behind it, undecayed. */
  readonly evidenceCount: number;
  /** Strongest evidence first; at most a handful. */
  readonly evidence: readonly SentenceRef[];
}

/** A user's profile at time t: no review of time t or later took part in it. */
export interface UserProfile {
  readonly userId: string;
  readonly timestampMs: number;
  readonly reviewCount: number;
  /** Too little evidence: opinions are close to the population's (failure signature "generic priors"). */
  readonly sparse: boolean;
  /** Every coherent aspect of the model, by falling salience. */
  readonly opinions: readonly AspectOpinion[];
}

/** What the community says of one item on one aspect, as of one time. */
export interface CommunityOpinion {
  readonly aspectId: number;
  readonly sentiment: number;
  /** Change in sentiment a year (least squares over time); 0 unless its credible interval excludes 0. */
  readonly trendPerYear: number;
  readonly evidenceWeight: number;
  readonly evidenceCount: number;
  readonly evidence: readonly SentenceRef[];
}

/** An item's trajectory as of time t (exclusive). */
export interface ItemStanding {
  readonly itemId: string;
  readonly timestampMs: number;
  readonly reviewCount: number;
  readonly sparse: boolean;
  readonly opinions: readonly CommunityOpinion[];
}

/** One point of an item's trajectory on the time grid, for tables and plots. */
export interface TrajectoryPoint {
  readonly itemId: string;
  readonly aspectId: number;
  /** End of the interval, UTC ms, exclusive. */
  readonly timestampMs: number;
  readonly sentiment: number;
  readonly evidenceWeight: number;
  readonly evidenceCount: number;
  readonly sentimentInterval: CredibleInterval;
}

/** As `AspectOpinion`, with what the evidence leaves open: intervals at `CREDIBLE_LEVEL`. */
export interface EstimatedOpinion extends AspectOpinion {
  /** Beta posterior of the share. */
  readonly salienceInterval: CredibleInterval;
  /** Normal posterior of the sentiment. */
  readonly sentimentInterval: CredibleInterval;
}

export interface EstimatedProfile extends UserProfile {
  readonly opinions: readonly EstimatedOpinion[];
  /** Sentences that mention a coherent aspect. */
  readonly sentenceCount: number;
  /** Share of the saliences that is the population's: k / (sum_b W_b + k). 1: generic priors alone. */
  readonly priorShare: number;
}

/** As `CommunityOpinion`, with intervals at `CREDIBLE_LEVEL`. */
export interface EstimatedCommunityOpinion extends CommunityOpinion {
  readonly sentimentInterval: CredibleInterval;
  /** Of the slope, claimed or not; null where there is too little to tell. */
  readonly trendInterval: CredibleInterval | null;
}

export interface EstimatedStanding extends ItemStanding {
  readonly opinions: readonly EstimatedCommunityOpinion[];
  readonly sentenceCount: number;
}
