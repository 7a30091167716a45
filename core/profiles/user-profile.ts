import { reviewsEnd } from './columns/mention-timelines.ts';
import { UNKNOWN } from './columns/id-table.ts';
import { betaInterval, sentimentInterval } from './intervals.ts';
import { pickEvidence, shrunkSentiment } from './opinion.ts';
import type { EstimatedOpinion, EstimatedProfile } from './profile.ts';
import { sentimentStrength, sentimentVariance, type ProfileView } from './profile-view.ts';
import { NO_OPINION } from './running-sums.ts';

/**
 * A user's profile at time t (paper, temporal profiling), per coherent aspect a, over sentences strictly before t:
 *
 *   W_a = sum_s w(t - t_s) score_sa,  S_a = sum_s w(t - t_s) score_sa sentiment_sa
 *   salience_a  = (W_a + k p_a) / (sum_b W_b + k)          Beta(W_a + k p_a, sum_{b != a} W_b + k p_b)
 *   sentiment_a = (S_a + kappa_a m_a) / (W_a + kappa_a)     variance sigma_a^2 / (W_a + kappa_a)
 *
 * p_a, m_a are the population's salience and sentiment as of t; k, kappa_a and sigma_a are fitted on the training period
 * (fit/fit-side.ts), so that little or old evidence fades into the population's view. The paper names the decay; shrinkage
 * and intervals are ours. `use: none` leaves the prior alone.
 */
export function userProfile(view: ProfileView, user: number, userId: string, timestampMs: number): EstimatedProfile {
  const { timelines, of, settings, fit } = view;
  const past = pastOf(view, user, timestampMs);
  const counts = settings.use === 'none' ? { ...past, sentences: 0, pairs: new Map<number, number>() } : past;
  const sums = new Map([...counts.pairs].map(([aspect, pair]) => [aspect, view.sums(pair, timestampMs)]));
  let total = 0;
  for (const { weight } of sums.values()) total += weight;
  const prior = view.population(timestampMs);
  const k = fit.salienceStrength;
  const opinions = fit.aspectIds.map((aspectId, aspect): EstimatedOpinion => {
    const own = sums.get(aspect) ?? NO_OPINION;
    const p = prior.salience[aspect] ?? 0;
    const kappa = sentimentStrength(view, aspect, p);
    const sentiment = shrunkSentiment(own, prior.sentiment[aspect] ?? 0, kappa);
    const pair = counts.pairs.get(aspect);
    const alpha = own.weight + k * p;
    return {
      aspectId,
      salience: alpha / (total + k),
      sentiment,
      evidenceWeight: own.evidenceWeight,
      evidenceCount: own.count,
      evidence:
        pair === undefined
          ? []
          : pickEvidence(of, timelines, pair, { timestampMs, sentiment, gamma: view.gammas[aspect] ?? 0 }),
      salienceInterval: betaInterval(alpha, total + k - alpha),
      sentimentInterval: sentimentInterval(sentiment, sentimentVariance(view, aspect, own.weight + kappa)),
    };
  });
  return {
    userId,
    timestampMs,
    reviewCount: past.reviews,
    sparse: counts.sentences < settings.sparseBelow,
    opinions: opinions.sort((a, b) => b.salience - a.salience || a.aspectId - b.aspectId),
    sentenceCount: counts.sentences,
    priorShare: k / (total + k),
  };
}

export interface Past {
  /** Reviews strictly before t. */
  readonly reviews: number;
  /** Of them the sentences that mention a coherent aspect. */
  readonly sentences: number;
  /** The entity's pairs by aspect place; they may have mentions at t or later, which the sums leave out. */
  readonly pairs: ReadonlyMap<number, number>;
}

/** Every time-bound answer goes through here and `mentionsEnd`: both stop strictly before t. */
export function pastOf({ timelines, of }: ProfileView, entity: number, timestampMs: number): Past {
  if (entity === UNKNOWN) return { reviews: 0, sentences: 0, pairs: new Map() };
  const start = timelines.reviewStarts[entity] ?? 0;
  const end = reviewsEnd(timelines, of.reviews, entity, timestampMs);
  const pairs = new Map<number, number>();
  for (let pair = timelines.pairStarts[entity] ?? 0; pair < (timelines.pairStarts[entity + 1] ?? 0); pair++) {
    pairs.set(timelines.pairAspects[pair] ?? 0, pair);
  }
  return { reviews: end - start, sentences: end === start ? 0 : (timelines.sentencesThrough[end - 1] ?? 0), pairs };
}
