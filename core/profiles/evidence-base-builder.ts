import type { AspectCluster, AspectSentence } from '../aspects/aspect.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { Item, Review } from '../reviews/review.ts';
import { groupRows, type Grouped } from './columns/counting-sort.ts';
import { UNKNOWN } from './columns/id-table.ts';
import { createTimelines, type Described } from './columns/mention-timelines.ts';
import { ReviewColumns } from './columns/review-columns.ts';
import { SentenceColumns } from './columns/sentence-columns.ts';
import type { ProfiledBase } from './evidence-base.ts';
import { fitSide } from './fit/fit-side.ts';
import { createPopulation } from './population.ts';
import type { ProfileFit } from './profile-fit.ts';
import { createProfileView } from './profile-view.ts';
import { createProfiledBase } from './profiled-base.ts';

export interface EvidenceBaseSettings {
  readonly items: Iterable<Item>;
  readonly clusters: readonly AspectCluster[];
  readonly profile: RunConfig['profile'];
  /** End of the training period, UTC ms, exclusive: nothing fitted sees anything from there on. */
  readonly trainEndMs: number;
}

export interface EvidenceBaseBuilder {
  /** In any order and any number of portions. Throws `artefact_invalid` for a review that is there already. */
  addReviews(reviews: Iterable<Review>): void;
  /** Of reviews added before; in any order. Throws `artefact_invalid` for a sentence of an unknown review. */
  addSentences(sentences: Iterable<AspectSentence>): void;
  /** Once. Without a stored fit, decay and prior strengths are fitted here: seconds, the same every time. */
  build(fit?: ProfileFit): ProfiledBase;
}

/**
 * The evidence base from a stream: rows become numbers in columns and bytes in a pool as they come, about 0.5 KB a review
 * and its three sentences beside the texts themselves, so that a million reviews fit into memory many times over.
 */
export function createEvidenceBaseBuilder(settings: EvidenceBaseSettings): EvidenceBaseBuilder {
  const reviews = new ReviewColumns();
  const sentences = new SentenceColumns(reviews);
  return {
    addReviews(batch) {
      for (const review of batch) reviews.add(review);
    },
    addSentences(batch) {
      for (const sentence of batch) sentences.add(sentence);
    },
    build(fit) {
      const aspectIds = coherentAspects(settings.clusters);
      const places = new Map(aspectIds.map((aspectId, place) => [aspectId, place]));
      const of: Described = {
        reviews,
        sentences,
        byTime: reviews.byTime(),
        ofReview: sentencesByReview(sentences, reviews.size),
        placeOf: (aspectId) => places.get(aspectId) ?? UNKNOWN,
        width: aspectIds.length,
      };
      const population = createPopulation(of, settings.trainEndMs);
      const userTimelines = createTimelines(of, reviews.users.size, (row) => reviews.userOf(row));
      const itemTimelines = createTimelines(of, reviews.items.size, (row) => reviews.itemOf(row));
      const fitOne = (timelines: typeof userTimelines, idOf: (entity: number) => string) =>
        fitSide({ of, timelines, idOf, population, trainEndMs: settings.trainEndMs }, aspectIds, settings.profile);
      const fitted = fit ?? {
        users: fitOne(userTimelines, (user) => reviews.users.id(user)),
        items: fitOne(itemTimelines, (item) => reviews.items.id(item)),
      };
      const common = { of, population, settings: settings.profile };
      return createProfiledBase({
        settings,
        of,
        fit: fitted,
        users: createProfileView({ ...common, timelines: userTimelines, fit: fitted.users }),
        items: createProfileView({ ...common, timelines: itemTimelines, fit: fitted.items }),
      });
    },
  };
}

/** Ids of the coherent aspects, rising: the aspects that count. */
export function coherentAspects(clusters: readonly AspectCluster[]): number[] {
  return clusters
    .filter(({ coherent }) => coherent)
    .map(({ aspectId }) => aspectId)
    .sort((a, b) => a - b);
}

/** By review, then place in it. */
function sentencesByReview(sentences: SentenceColumns, reviews: number): Grouped {
  const grouped = groupRows(
    new Uint32Array(sentences.size).map((_, row) => row),
    reviews,
    (row) => sentences.reviewOf(row),
  );
  for (let review = 0; review < reviews; review++) {
    const own = grouped.rows.subarray(grouped.starts[review] ?? 0, grouped.starts[review + 1] ?? 0);
    own.sort((a, b) => sentences.indexOf(a) - sentences.indexOf(b));
  }
  return grouped;
}
