import { firstNotBelow } from './columns/counting-sort.ts';
import { UNKNOWN } from './columns/id-table.ts';
import { reviewsEnd, type Described } from './columns/mention-timelines.ts';
import type { EvidenceBaseSettings } from './evidence-base-builder.ts';
import type { ProfiledBase, ReviewList } from './evidence-base.ts';
import { itemStanding } from './item-standing.ts';
import { itemChanges, itemTrajectory } from './item-trajectory.ts';
import type { ProfileFit } from './profile-fit.ts';
import type { ProfileView } from './profile-view.ts';
import { StoredReviews } from './stored-reviews.ts';
import { tasteDrift } from './taste-drift.ts';
import { userProfile } from './user-profile.ts';

export interface ProfiledBaseParts {
  readonly settings: EvidenceBaseSettings;
  readonly of: Described;
  readonly fit: ProfileFit;
  readonly users: ProfileView;
  readonly items: ProfileView;
}

/** Answers asked for again within one plan or check are many; those of past dialogs are not. */
const REMEMBERED = 2048;

/** Temporal profiling (paper, stage 1): what a user feels and what a community says, per aspect, as of any time t. */
export function createProfiledBase({ settings, of, fit, users, items }: ProfiledBaseParts): ProfiledBase {
  const { reviews, sentences } = of;
  const userOf = (userId: string): number => reviews.users.find(userId);
  const itemOf = (itemId: string): number => reviews.items.find(itemId);
  const firstReviewed = itemsByFirstReview(of, items);
  const sentenceRows = (reviewId: string): Uint32Array => {
    const row = reviews.ids.find(reviewId);
    if (row === UNKNOWN) return new Uint32Array(0);
    return of.ofReview.rows.subarray(of.ofReview.starts[row] ?? 0, of.ofReview.starts[row + 1] ?? 0);
  };
  return {
    clusters: settings.clusters,
    fit,
    reviews: new StoredReviews(reviews, of.byTime),
    items: new Map(Array.from(settings.items, (item) => [item.itemId, item])),
    userIds: () => reviews.users.ids(),
    review: (reviewId) => {
      const row = reviews.ids.find(reviewId);
      return row === UNKNOWN ? undefined : reviews.review(row);
    },
    sentence: (ref) => {
      const row = sentenceRows(ref.reviewId).find((one) => sentences.indexOf(one) === ref.sentenceIndex);
      return row === undefined ? undefined : sentences.materialise(row);
    },
    sentencesOf: (reviewId) => Array.from(sentenceRows(reviewId), (row) => sentences.materialise(row)),
    userReviewsBefore: (userId, timestampMs) => reviewsBefore(users, userOf(userId), timestampMs),
    itemReviewsBefore: (itemId, timestampMs) => reviewsBefore(items, itemOf(itemId), timestampMs),
    itemsReviewedBefore: (timestampMs) =>
      firstReviewed.ids.slice(
        0,
        firstNotBelow(0, firstReviewed.ids.length, timestampMs, (place) => firstReviewed.times[place] ?? 0),
      ),
    userProfileAt: remember((userId, timestampMs) => userProfile(users, userOf(userId), userId, timestampMs)),
    itemStandingAt: remember((itemId, timestampMs) => itemStanding(items, itemOf(itemId), itemId, timestampMs)),
    itemTrajectory: (itemId, gridMs) => itemTrajectory(items, itemOf(itemId), itemId, gridMs),
    itemChangesBefore: (itemId, timestampMs) => itemChanges(items, itemOf(itemId), itemId, timestampMs),
    tasteDriftAt: (userId, timestampMs) => tasteDrift(users, userOf(userId), timestampMs),
  };
}

function reviewsBefore({ of, timelines }: ProfileView, entity: number, timestampMs: number): ReviewList {
  if (entity === UNKNOWN) return new StoredReviews(of.reviews, new Uint32Array(0));
  const end = reviewsEnd(timelines, of.reviews, entity, timestampMs);
  return new StoredReviews(of.reviews, timelines.reviewRows.subarray(timelines.reviewStarts[entity] ?? 0, end));
}

/** Items by the time of their first review, then id. */
function itemsByFirstReview(
  of: Described,
  { timelines }: ProfileView,
): { readonly ids: readonly string[]; readonly times: readonly number[] } {
  const first = Array.from({ length: timelines.entities }, (_, item) => ({
    itemId: of.reviews.items.id(item),
    timestampMs: of.reviews.timestampMs(timelines.reviewRows[timelines.reviewStarts[item] ?? 0] ?? 0),
  })).sort((a, b) => a.timestampMs - b.timestampMs || (a.itemId < b.itemId ? -1 : 1));
  return { ids: first.map(({ itemId }) => itemId), times: first.map(({ timestampMs }) => timestampMs) };
}

/** Remembers the latest answers; the oldest is forgotten first. */
function remember<R extends object>(
  answer: (id: string, timestampMs: number) => R,
): (id: string, timestampMs: number) => R {
  const known = new Map<string, R>();
  return (id, timestampMs) => {
    const key = `${timestampMs} ${id}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = answer(id, timestampMs);
    known.set(key, fresh);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return fresh;
  };
}
