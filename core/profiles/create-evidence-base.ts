import type { AspectCluster, AspectSentence } from '../aspects/aspect.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { Item, Review } from '../reviews/review.ts';
import { decayOf } from './decay.ts';
import type { EvidenceBase } from './evidence-base.ts';
import { mentionsOf, type Mention } from './mention.ts';
import { NO_OPINION, pickEvidence, shrunkSentiment, sumByAspect } from './opinion.ts';
import { createPopulation, type PopulationOpinion } from './population.ts';
import type { ItemStanding, UserProfile } from './profile.ts';
import { countBefore, groupBy } from './timeline.ts';
import { trendPerYear } from './trend.ts';

/**
 * Temporal profiling (paper, stage 1): what a user feels and what a community says, per aspect, as of any time t.
 *
 *   W_a = sum_s w(t - t_s) score_sa,  S_a = sum_s w(t - t_s) score_sa sentiment_sa    over sentences strictly before t
 *   salience_a  = (W_a + k p_a) / (sum_b W_b + k)
 *   sentiment_a = (S_a + k p_a m_a) / (W_a + k p_a)
 *
 * with p_a, m_a the population's salience and sentiment and k = `priorStrength` pseudo-sentences drawn from the
 * population, so that little or old evidence fades into the population's view. The paper names the decay; the shrinkage
 * is ours. `use: static` drops the decay and the trend; `use: none` leaves users the prior alone (items keep their
 * evidence, since claims on items must stay grounded in every ablation).
 */
export interface EvidenceBaseInput {
  readonly reviews: readonly Review[];
  readonly items: readonly Item[];
  readonly clusters: readonly AspectCluster[];
  readonly sentences: readonly AspectSentence[];
  readonly profile: RunConfig['profile'];
  /** End of the training period, UTC ms, exclusive: the prior sees nothing from there on. */
  readonly trainEndMs: number;
}

interface Timeline {
  readonly reviews: readonly Review[];
  readonly mentions: readonly Mention[];
}

const NOTHING: Timeline = { reviews: [], mentions: [] };
/** Standings asked for again within one plan or check are many; those of past dialogs are not. */
const REMEMBERED = 4096;

export function createEvidenceBase(input: EvidenceBaseInput): EvidenceBase {
  const reviews = [...input.reviews].sort(
    (a, b) => a.timestampMs - b.timestampMs || (a.reviewId < b.reviewId ? -1 : a.reviewId > b.reviewId ? 1 : 0),
  );
  const byId = new Map(reviews.map((review) => [review.reviewId, review]));
  const sentences = groupBy(input.sentences, (sentence) => sentence.reviewId);
  for (const own of sentences.values()) own.sort((a, b) => a.sentenceIndex - b.sentenceIndex);
  const sentencesOf = (reviewId: string): readonly AspectSentence[] => sentences.get(reviewId) ?? [];
  const aspectIds = input.clusters.filter((cluster) => cluster.coherent).map((cluster) => cluster.aspectId);
  const coherent = new Set(aspectIds);
  const timelines = (keyOf: (review: Review) => string): Map<string, Timeline> =>
    new Map(
      [...groupBy(reviews, keyOf)].map(([key, own]) => [
        key,
        { reviews: own, mentions: mentionsOf(own, sentencesOf, coherent) },
      ]),
    );
  const users = timelines((review) => review.userId);
  const items = timelines((review) => review.itemId);
  const firstReviewed = [...items]
    .map(([itemId, own]) => ({ itemId, timestampMs: own.reviews[0]?.timestampMs ?? Infinity }))
    .sort((a, b) => a.timestampMs - b.timestampMs || (a.itemId < b.itemId ? -1 : 1));
  const training = reviews.slice(0, countBefore(reviews, input.trainEndMs));
  const population = remember(createPopulation(mentionsOf(training, sentencesOf, coherent), aspectIds), String);
  const views = { aspectIds, population, settings: input.profile, decay: decayOf(input.profile) };
  return {
    clusters: input.clusters,
    reviews,
    items: new Map(input.items.map((item) => [item.itemId, item])),
    review: (reviewId) => byId.get(reviewId),
    sentence: (ref) => sentencesOf(ref.reviewId).find((sentence) => sentence.sentenceIndex === ref.sentenceIndex),
    sentencesOf,
    userReviewsBefore: (userId, timestampMs) => before(users.get(userId) ?? NOTHING, timestampMs).reviews,
    itemReviewsBefore: (itemId, timestampMs) => before(items.get(itemId) ?? NOTHING, timestampMs).reviews,
    itemsReviewedBefore: (timestampMs) =>
      firstReviewed.slice(0, countBefore(firstReviewed, timestampMs)).map((item) => item.itemId),
    userProfileAt: remember(
      (userId: string, timestampMs: number) =>
        userProfile(views, userId, before(users.get(userId) ?? NOTHING, timestampMs), timestampMs),
      askedAt,
    ),
    itemStandingAt: remember(
      (itemId: string, timestampMs: number) =>
        itemStanding(views, itemId, before(items.get(itemId) ?? NOTHING, timestampMs), timestampMs),
      askedAt,
    ),
  };
}

interface Views {
  /** The coherent aspects. */
  readonly aspectIds: readonly number[];
  readonly population: (timestampMs: number) => ReadonlyMap<number, PopulationOpinion>;
  readonly settings: RunConfig['profile'];
  readonly decay: (dtMs: number) => number;
}

const EVEN: PopulationOpinion = { salience: 0, sentiment: 0 };

function userProfile(views: Views, userId: string, past: Timeline, timestampMs: number): UserProfile {
  const { settings, decay } = views;
  const mentions = settings.use === 'none' ? [] : past.mentions;
  const prior = views.population(timestampMs);
  const sums = sumByAspect(mentions, timestampMs, decay);
  const total = [...sums.values()].reduce((sum, own) => sum + own.weight, 0);
  const opinions = views.aspectIds.map((aspectId) => {
    const own = sums.get(aspectId) ?? NO_OPINION;
    const population = prior.get(aspectId) ?? EVEN;
    const pseudoWeight = settings.priorStrength * population.salience;
    const sentiment = shrunkSentiment(own, population.sentiment, pseudoWeight);
    return {
      aspectId,
      salience: (own.weight + pseudoWeight) / (total + settings.priorStrength),
      sentiment,
      evidenceWeight: own.evidenceWeight,
      evidenceCount: own.mentions.length,
      evidence: pickEvidence(own, sentiment, timestampMs, decay),
    };
  });
  return {
    userId,
    timestampMs,
    reviewCount: past.reviews.length,
    sparse: distinctSentences(mentions) < settings.sparseBelow,
    opinions: opinions.sort((a, b) => b.salience - a.salience || a.aspectId - b.aspectId),
  };
}

/** Aspects that the community has spoken of, by falling evidence. */
function itemStanding(views: Views, itemId: string, past: Timeline, timestampMs: number): ItemStanding {
  const { settings, decay } = views;
  const prior = views.population(timestampMs);
  const opinions = [...sumByAspect(past.mentions, timestampMs, decay)].map(([aspectId, own]) => {
    const population = prior.get(aspectId) ?? EVEN;
    const sentiment = shrunkSentiment(own, population.sentiment, settings.priorStrength * population.salience);
    return {
      aspectId,
      sentiment,
      trendPerYear: settings.use === 'static' ? 0 : trendPerYear(own.mentions),
      evidenceWeight: own.evidenceWeight,
      evidenceCount: own.mentions.length,
      evidence: pickEvidence(own, sentiment, timestampMs, decay),
    };
  });
  return {
    itemId,
    timestampMs,
    reviewCount: past.reviews.length,
    sparse: distinctSentences(past.mentions) < settings.sparseBelow,
    opinions: opinions.sort((a, b) => b.evidenceWeight - a.evidenceWeight || a.aspectId - b.aspectId),
  };
}

function distinctSentences(mentions: readonly Mention[]): number {
  return new Set(mentions.map((mention) => `${mention.sentenceIndex} ${mention.reviewId}`)).size;
}

/** What stood strictly before t. Every time-bound answer goes through here. */
function before(timeline: Timeline, timestampMs: number): Timeline {
  return {
    reviews: timeline.reviews.slice(0, countBefore(timeline.reviews, timestampMs)),
    mentions: timeline.mentions.slice(0, countBefore(timeline.mentions, timestampMs)),
  };
}

function askedAt(id: string, timestampMs: number): string {
  return `${timestampMs} ${id}`;
}

/** Remembers the latest answers; the oldest is forgotten first. */
function remember<A extends readonly unknown[], R>(
  answer: (...asked: A) => R,
  keyOf: (...asked: A) => string,
): (...asked: A) => R {
  const known = new Map<string, R>();
  return (...asked) => {
    const key = keyOf(...asked);
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = answer(...asked);
    known.set(key, fresh);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return fresh;
  };
}
