import type { AspectCluster, AspectSentence } from '../../../core/aspects/aspect.ts';
import { type RunConfig, RunConfigSchema } from '../../../core/config/run-config.ts';
import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';
import type { AspectOpinion, ItemStanding, UserProfile } from '../../../core/profiles/profile.ts';
import { createRandom, deriveSeed, type Random } from '../../../core/random.ts';
import type { Item, Review, Split } from '../../../core/reviews/review.ts';

/**
 * A small market in memory: items of planted quality by aspect, users who review them. Profiles and standings are plain
 * means over what was written strictly before t, shrunk by one pseudo-sentence to 0.2: honest, without decay.
 */
export const ASPECTS = ['sound', 'build', 'price', 'comfort', 'battery', 'strap', 'service', 'noise'];
const PRIOR = 0.2;
const START_MS = Date.UTC(2015, 0, 1);
const DAY_MS = 86_400_000;

export interface MarketSettings {
  readonly seed: number;
  readonly users?: number;
  readonly items?: number;
  readonly reviewsPerUser?: number;
  /** False: items have no categories, as in some sources. */
  readonly categories?: boolean;
}

export function testConfig(overrides: Record<string, unknown> = {}): RunConfig {
  return RunConfigSchema.parse({ source: { reviews: 'reviews.jsonl' }, ...overrides });
}

export function fakeMarket(settings: MarketSettings): EvidenceBase {
  const { seed, users = 40, items = 25, reviewsPerUser = 6, categories = true } = settings;
  const random = createRandom(deriveSeed(seed, 'market'));
  const catalogue = Array.from({ length: items }, (_, index) => itemOf(index, categories));
  const qualities = catalogue.map(() =>
    ASPECTS.map(() => (random.next() < 0.4 ? -1 : 1) * (0.4 + 0.6 * random.next())),
  );
  const reviews: Review[] = [];
  const sentences: AspectSentence[] = [];
  for (let user = 0; user < users; user++) {
    for (let written = 0; written < 2 + random.int(reviewsPerUser); written++) {
      const index = random.int(items);
      const days = random.int(700);
      const about = random.shuffle([...ASPECTS.keys()]).slice(0, 2 + random.int(2));
      const found = about.map((aspectId) => sentenceOf(aspectId, qualities[index]?.[aspectId] ?? 0, random));
      const reviewId = `r${reviews.length}`;
      const mean = found.reduce((sum, { sentiment }) => sum + sentiment, 0) / found.length;
      reviews.push({
        reviewId,
        userId: `u${user}`,
        itemId: catalogue[index]?.itemId ?? '',
        rating: mean > 0.2 ? 5 : mean > -0.2 ? 3 : 1,
        timestampMs: START_MS + days * DAY_MS,
        title: '',
        text: found.map(({ text }) => text).join(' '),
        split: splitOf(days),
      });
      found.forEach((sentence, sentenceIndex) => {
        const named = random.next() < 0.1 ? ` My Brandix${index} has it.` : '';
        const { text, aspectId, sentiment } = sentence;
        const aspects = [{ aspectId, score: 0.9, sentiment }];
        sentences.push({ reviewId, sentenceIndex, text: `${text}${named}`, aspects, sentiment });
      });
    }
  }
  return createFakeBase({ reviews, items: catalogue, sentences });
}

export function createFakeBase(input: {
  readonly reviews: readonly Review[];
  readonly items: readonly Item[];
  readonly sentences: readonly AspectSentence[];
  readonly clusters?: readonly AspectCluster[];
}): EvidenceBase {
  const reviews = [...input.reviews].sort(
    (a, b) => a.timestampMs - b.timestampMs || (a.reviewId < b.reviewId ? -1 : 1),
  );
  const clusters = input.clusters ?? ASPECTS.map((label, aspectId) => clusterOf(aspectId, label));
  const byId = new Map(reviews.map((review) => [review.reviewId, review]));
  const sentences = groupBy(input.sentences, (sentence) => sentence.reviewId);
  const users = groupBy(reviews, (review) => review.userId);
  const items = groupBy(reviews, (review) => review.itemId);
  const sentencesOf = (reviewId: string) => sentences.get(reviewId) ?? [];
  const before = (of: readonly Review[], timestampMs: number) => of.filter((one) => one.timestampMs < timestampMs);
  const userReviewsBefore = (userId: string, t: number) => before(users.get(userId) ?? [], t);
  const itemReviewsBefore = (itemId: string, t: number) => before(items.get(itemId) ?? [], t);
  const opinionsOf = (from: readonly Review[]): AspectOpinion[] => {
    const all = from.flatMap((review) => sentencesOf(review.reviewId));
    return clusters
      .filter((cluster) => cluster.coherent)
      .map(({ aspectId }) => {
        const about = all.flatMap((sentence) => {
          const score = sentence.aspects.find((aspect) => aspect.aspectId === aspectId);
          return score ? [{ sentence, score }] : [];
        });
        const sum = about.reduce((total, { score }) => total + score.sentiment, PRIOR);
        return {
          aspectId,
          salience: (about.length + 1) / (all.length + clusters.length),
          sentiment: sum / (about.length + 1),
          evidenceWeight: about.length,
          evidenceCount: about.length,
          evidence: about.slice(0, 3).map(({ sentence }) => sentence),
        };
      })
      .sort((a, b) => b.salience - a.salience || a.aspectId - b.aspectId);
  };
  return {
    clusters,
    reviews,
    items: new Map(input.items.map((item) => [item.itemId, item])),
    review: (reviewId) => byId.get(reviewId),
    sentence: (ref) => sentencesOf(ref.reviewId).find(({ sentenceIndex }) => sentenceIndex === ref.sentenceIndex),
    sentencesOf,
    userReviewsBefore,
    itemReviewsBefore,
    itemsReviewedBefore: (t) => [...new Set(before(reviews, t).map((review) => review.itemId))],
    userProfileAt: (userId, timestampMs): UserProfile => {
      const own = userReviewsBefore(userId, timestampMs);
      return { userId, timestampMs, reviewCount: own.length, sparse: own.length < 3, opinions: opinionsOf(own) };
    },
    itemStandingAt: (itemId, timestampMs): ItemStanding => {
      const about = itemReviewsBefore(itemId, timestampMs);
      const opinions = opinionsOf(about).map((opinion) => ({ ...opinion, trendPerYear: 0 }));
      return { itemId, timestampMs, reviewCount: about.length, sparse: about.length < 3, opinions };
    },
  };
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

export function clusterOf(aspectId: number, label: string, coherent = true): AspectCluster {
  return {
    aspectId,
    label,
    phrases: [{ phrase: label, weight: 1 }],
    size: 10,
    coherence: 0.5,
    distinctness: 0.5,
    coherent,
  };
}

function itemOf(index: number, categories: boolean): Item {
  return {
    itemId: `i${index}`,
    name: `Brandix${index} portable speaker`,
    categories: categories ? ['audio', `shelf ${index % 4}`] : [],
    price: 10 + index,
    description: '',
    attributes: {},
  };
}

function splitOf(days: number): Split {
  if (days < 490) return 'train';
  return days < 595 ? 'validation' : 'test';
}

function sentenceOf(aspectId: number, quality: number, random: Random) {
  const sentiment = Math.max(-1, Math.min(1, quality + 0.4 * random.normal()));
  const word = sentiment > 0 ? 'really good' : 'rather poor';
  const text = `I found the ${ASPECTS[aspectId]} ${word} on day ${random.int(10_000)}.`;
  return { aspectId, sentiment, text };
}
