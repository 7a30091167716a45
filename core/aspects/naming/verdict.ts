/**
 * Whether a cluster is an aspect. Clusters of review sentences are of two kinds: those that speak of one thing ("the
 * strap"), and those that share a tone or a turn of speech ("I know, right?", "I'll be back", "three stars"). Two figures
 * tell them apart, both measured in the run's own text:
 *
 *   clarity    sum of the naming phrases' weights (weigh-phrases.ts): how much more often than elsewhere the cluster's
 *              sentences use nouns that people judge. Chatter has no nouns of its own, or none that anyone judges.
 *   coherence  NPMI of the naming phrases within reviews: those of one aspect come up in the same reviews, those that
 *              chatter happens to use do not.
 *
 * The least clarity lies between both kinds in six fits of two domains, restaurants and musical instruments: .03 to .06
 * for chatter, .06 to .47 for aspects. Coherence is asked to be better than chance only: it is -.01 to .02 for chatter
 * and .01 to .26 for aspects.
 */
export interface ClusterFigures {
  /** Share of all units. */
  readonly share: number;
  readonly clusters: number;
  readonly phrases: number;
  readonly clarity: number;
  /** NPMI, in [-1, 1]. */
  readonly coherence: number;
  /** 1 - the highest centred cosine with another centroid. */
  readonly distinctness: number;
}

/** Below this share of an even split a cluster is a remnant, not an aspect. */
const MIN_SHARE_OF_EVEN = 0.1;
const MIN_PHRASES = 2;
const MIN_CLARITY = 0.06;
/** Below this a cluster repeats another. */
const MIN_DISTINCTNESS = 0.05;

/** Why a cluster is no aspect, for people to read; null where it is one. */
export function incoherence(figures: ClusterFigures): string | null {
  const { share, clusters, phrases, clarity, coherence, distinctness } = figures;
  if (share < MIN_SHARE_OF_EVEN / clusters) return `too small: ${(100 * share).toFixed(2)} % of the sentences`;
  if (phrases < MIN_PHRASES) return 'no phrases of its own';
  if (clarity < MIN_CLARITY) return `names nothing in particular: clarity ${below(clarity, MIN_CLARITY)}`;
  if (coherence <= 0) return `its phrases meet in reviews no more than by chance: NPMI ${coherence.toFixed(3)}`;
  if (distinctness < MIN_DISTINCTNESS) return `repeats another: distinctness ${below(distinctness, MIN_DISTINCTNESS)}`;
  return null;
}

const below = (value: number, least: number): string => `${value.toFixed(3)}, below ${least}`;
