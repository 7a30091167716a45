import { sentimentInterval } from './intervals.ts';
import { pickEvidence, shrunkSentiment } from './opinion.ts';
import type { EstimatedCommunityOpinion, EstimatedStanding } from './profile.ts';
import { sentimentStrength, sentimentVariance, type ProfileView } from './profile-view.ts';
import { claimedTrend, trendBefore } from './trend.ts';
import { pastOf } from './user-profile.ts';

/**
 * What the community says of an item as of t: per aspect that it has spoken of, the decayed, shrunk sentiment with its
 * interval (as in user-profile.ts) and the trend, claimed only where its interval excludes 0. By falling evidence. Items
 * keep their evidence in every ablation, since claims on items must stay grounded; static profiles know no trend.
 */
export function itemStanding(view: ProfileView, item: number, itemId: string, timestampMs: number): EstimatedStanding {
  const { settings, fit, of, timelines } = view;
  const past = pastOf(view, item, timestampMs);
  const prior = view.population(timestampMs);
  const opinions = [...past.pairs].flatMap(([aspect, pair]): EstimatedCommunityOpinion[] => {
    const own = view.sums(pair, timestampMs);
    if (own.count === 0) return [];
    const kappa = sentimentStrength(view, aspect, prior.salience[aspect] ?? 0);
    const sentiment = shrunkSentiment(own, prior.sentiment[aspect] ?? 0, kappa);
    const trend = settings.use === 'static' ? null : trendBefore(timelines, of.sentences, pair, timestampMs);
    return [
      {
        aspectId: fit.aspectIds[aspect] ?? 0,
        sentiment,
        trendPerYear: claimedTrend(trend),
        evidenceWeight: own.evidenceWeight,
        evidenceCount: own.count,
        evidence: pickEvidence(of, timelines, pair, { timestampMs, sentiment, gamma: view.gammas[aspect] ?? 0 }),
        sentimentInterval: sentimentInterval(sentiment, sentimentVariance(view, aspect, own.weight + kappa)),
        trendInterval: trend === null ? null : trend.interval,
      },
    ];
  });
  return {
    itemId,
    timestampMs,
    reviewCount: past.reviews,
    sparse: past.sentences < settings.sparseBelow,
    opinions: opinions.sort((a, b) => b.evidenceWeight - a.evidenceWeight || a.aspectId - b.aspectId),
    sentenceCount: past.sentences,
  };
}
