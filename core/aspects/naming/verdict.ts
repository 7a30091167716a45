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
 * A cluster is an aspect from clarity + coherence / 2 = 0.075 on. In fits of 20 clusters of restaurants and musical
 * instruments chatter scored up to .07, aspects from .08 on, as a person read them. Fits of magazines, electronics and
 * cosmetics, and of 8 and 40 clusters, had no part in the choice and were judged alike.
 */
export interface ClusterFigures {
  /** Share of all units. */
  readonly share: number;
  readonly clusters: number;
  readonly phrases: number;
  readonly clarity: number;
  /** NPMI, in [-1, 1]. */
  readonly coherence: number;
  /** Share of its phrases' uses that voice an opinion of them, over that share for all phrases. */
  readonly judged: number;
  /** How near its phrases lie to its middle (centrality.ts); null where there are no vectors. */
  readonly focus: number | null;
  /** 1 - the highest centred cosine with another centroid. */
  readonly distinctness: number;
}

/** Below this share of an even split a cluster is a remnant, not an aspect. */
const MIN_SHARE_OF_EVEN = 0.1;
const MIN_SCORE = 0.075;
/** Aspects lie between 0.5 and 3; what people only mention ("the road", "in a heartbeat") lies far below. */
const MIN_JUDGED = 0.4;
/** Aspects lie from 1 to 1.9; clusters that gather what fits nowhere else, 0.9 and below. */
const MIN_FOCUS = 0.95;
/** Below this a cluster repeats another. */
const MIN_DISTINCTNESS = 0.05;

/** Why a cluster is no aspect, for people to read; null where it is one. */
export function incoherence(figures: ClusterFigures): string | null {
  const { share, clusters, phrases, clarity, coherence, judged, focus, distinctness } = figures;
  if (share < MIN_SHARE_OF_EVEN / clusters) return `too small: ${(100 * share).toFixed(2)} % of the sentences`;
  if (phrases === 0) return 'no phrases of its own';
  const score = clarity + coherence / 2;
  if (score < MIN_SCORE) return `names nothing in particular: clarity + NPMI / 2 is ${below(score, MIN_SCORE)}`;
  if (judged < MIN_JUDGED)
    return `hardly ever judged: ${judged.toFixed(2)} times as often as other things, below ${MIN_JUDGED}`;
  if (focus !== null && focus < MIN_FOCUS)
    return `a mixture: its phrases lie at its rim, focus ${below(focus, MIN_FOCUS)}`;
  if (distinctness < MIN_DISTINCTNESS) return `repeats another: distinctness ${below(distinctness, MIN_DISTINCTNESS)}`;
  return null;
}

const below = (value: number, least: number): string => `${value.toFixed(3)}, below ${least}`;
