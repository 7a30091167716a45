import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { CloneKind } from '../reviews/funnel.ts';
import type { RejectReason } from '../reviews/quarantine.ts';
import type { SampleItem } from './sample-items.ts';
import { DAY_MS, type SampleSettings } from './sample-options.ts';
import { userReviews, type WrittenReview } from './sample-reviews.ts';
import { sampleUser } from './sample-users.ts';

/** One line of `reviews.jsonl`, and what is true of it. Lines count from 1. */
export type SampleLine = { readonly line: number; readonly json: string } & (
  | { readonly kind: 'review'; readonly review: WrittenReview }
  | { readonly kind: 'clone'; readonly ofLine: number; readonly cloneKind: CloneKind }
  | { readonly kind: 'broken'; readonly reason: RejectReason }
);

interface AmazonLine {
  readonly reviewerID: string;
  readonly asin: string;
  readonly helpful: readonly [number, number];
  readonly reviewText: string;
  readonly overall: number;
  readonly summary: string;
  readonly unixReviewTime: number;
  readonly reviewTime: string;
}

/** Every line of a sample, user by user; nothing is held but the items, so a million lines stream. */
export function* sampleLines(settings: SampleSettings, items: readonly SampleItem[]): Generator<SampleLine> {
  let line = 0;
  for (let userIndex = 0; userIndex < settings.users; userIndex++) {
    const random = createRandom(deriveSeed(settings.seed, 'sample-flaws', userIndex));
    for (const review of userReviews(settings, items, userIndex)) {
      const record = amazonLine(review);
      const ofLine = ++line;
      yield { line, json: JSON.stringify(record), kind: 'review', review };
      if (random.next() < settings.cloneShare) {
        const { cloneKind, clone } = cloneOf(settings, items, userIndex, review, random);
        yield { line: ++line, json: JSON.stringify(clone), kind: 'clone', ofLine, cloneKind };
      }
      if (random.next() < settings.brokenShare) {
        yield { line: ++line, kind: 'broken', ...broken(record, random) };
      }
    }
  }
}

function amazonLine(review: WrittenReview): AmazonLine {
  const [year, month, day] = new Date(review.timestampMs).toISOString().slice(0, 10).split('-');
  return {
    reviewerID: review.userId,
    asin: review.itemId,
    helpful: [0, 0],
    reviewText: review.text,
    overall: review.rating,
    summary: review.title,
    unixReviewTime: review.timestampMs / 1000,
    reviewTime: `${month} ${day}, ${year}`,
  };
}

/** The same words again: by the same user on another item, or by someone else on another item some days later. */
function cloneOf(
  settings: SampleSettings,
  items: readonly SampleItem[],
  userIndex: number,
  review: WrittenReview,
  random: Random,
): { cloneKind: CloneKind; clone: AmazonLine } {
  const others = items.filter(({ itemId }) => itemId !== review.itemId);
  const timestampMs = review.timestampMs + (1 + random.int(20)) * DAY_MS;
  const clone = amazonLine({ ...review, timestampMs, itemId: random.pick(others).itemId });
  if (random.next() < 0.6) return { cloneKind: 'sameUserAndText', clone };
  const reviewerID = sampleUser(settings, (userIndex + 1) % settings.users).userId;
  return { cloneKind: 'sameTextAcrossItems', clone: { ...clone, reviewerID } };
}

function broken(record: AmazonLine, random: Random): { json: string; reason: RejectReason } {
  const { asin: _, ...withoutItem } = record;
  const { unixReviewTime: __, ...withoutTime } = record;
  const whole = JSON.stringify(record);
  return random.pick([
    { json: whole.slice(0, 20 + random.int(whole.length - 40)), reason: 'not_json' as const },
    { json: JSON.stringify(withoutItem), reason: 'missing_item_id' as const },
    { json: JSON.stringify({ ...record, overall: 9 }), reason: 'bad_rating' as const },
    { json: JSON.stringify({ ...withoutTime, reviewTime: '13 45, 2019' }), reason: 'bad_timestamp' as const },
    { json: JSON.stringify({ ...record, reviewText: ' ' }), reason: 'empty_text' as const },
  ]);
}
