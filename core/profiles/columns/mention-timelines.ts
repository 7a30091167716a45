import { uint16, uint32 } from './growing-column.ts';
import { firstNotBelow, groupRows } from './counting-sort.ts';
import type { ReviewColumns } from './review-columns.ts';
import type { SentenceColumns } from './sentence-columns.ts';

export interface Described {
  readonly reviews: ReviewColumns;
  readonly sentences: SentenceColumns;
  /** Review rows by time, then id. */
  readonly byTime: Uint32Array;
  /** Sentence rows by review row, then place: rows[starts[r]] .. rows[starts[r + 1] - 1]. */
  readonly ofReview: { readonly starts: Uint32Array; readonly rows: Uint32Array };
  /** Place of an aspect among the coherent ones; UNKNOWN for the others. */
  readonly placeOf: (aspectId: number) => number;
  /** Number of coherent aspects. */
  readonly width: number;
}

/**
 * What each user wrote (or what was written of each item), in time: reviews, and mentions of the coherent aspects, a
 * stretch for each (entity, aspect) pair that occurs. A mention is an aspect row of the sentence columns.
 */
export interface MentionTimelines {
  readonly entities: number;
  /** Entity e's reviews are reviewRows[reviewStarts[e]] .. , oldest first. */
  readonly reviewStarts: Uint32Array;
  readonly reviewRows: Uint32Array;
  /** Sentences that mention a coherent aspect, in the entity's reviews up to and with each. (reviews) */
  readonly sentencesThrough: Uint32Array;
  /** Entity e's pairs are pairStarts[e] .. pairStarts[e + 1] - 1, by aspect place. */
  readonly pairStarts: Uint32Array;
  readonly pairAspects: Uint16Array;
  /** Pair p's mentions are mentions[mentionStarts[p]] .. mentions[mentionStarts[p + 1] - 1], oldest first. */
  readonly mentionStarts: Uint32Array;
  readonly mentions: Uint32Array;
  readonly timeOf: (place: number) => number;
}

export function createTimelines(of: Described, entities: number, entityOf: (row: number) => number): MentionTimelines {
  const { reviews, sentences } = of;
  const { starts: reviewStarts, rows: reviewRows } = groupRows(of.byTime, entities, entityOf);
  const sentencesThrough = new Uint32Array(reviewRows.length);
  const pairStarts = new Uint32Array(entities + 1);
  const pairAspects = uint16();
  const mentionStarts = uint32();
  const mentions = uint32();
  const buckets = Array.from({ length: of.width }, (): number[] => []);
  for (let entity = 0; entity < entities; entity++) {
    let said = 0;
    for (let place = reviewStarts[entity] ?? 0; place < (reviewStarts[entity + 1] ?? 0); place++) {
      said += sortMentions(of, reviewRows[place] ?? 0, buckets);
      sentencesThrough[place] = said;
    }
    for (const [aspect, bucket] of buckets.entries()) {
      if (bucket.length === 0) continue;
      pairAspects.push(aspect);
      mentionStarts.push(mentions.length);
      for (const mention of bucket) mentions.push(mention);
      bucket.length = 0;
    }
    pairStarts[entity + 1] = pairAspects.length;
  }
  mentionStarts.push(mentions.length);
  const rows = mentions.finish();
  return {
    entities,
    reviewStarts,
    reviewRows,
    sentencesThrough,
    pairStarts,
    pairAspects: pairAspects.finish(),
    mentionStarts: mentionStarts.finish(),
    mentions: rows,
    timeOf: (place) => reviews.timestampMs(sentences.reviewOf(sentences.sentenceOf(rows[place] ?? 0))),
  };
}

/** Adds a review's mentions to their aspects' buckets; gives the number of its sentences that have one. */
function sortMentions(of: Described, review: number, buckets: readonly number[][]): number {
  let said = 0;
  const { starts, rows } = of.ofReview;
  for (let at = starts[review] ?? 0; at < (starts[review + 1] ?? 0); at++) {
    const [from, to] = of.sentences.aspectsOf(rows[at] ?? 0);
    let counts = false;
    for (let row = from; row < to; row++) {
      const bucket = buckets[of.placeOf(of.sentences.aspectIdOf(row))];
      if (bucket === undefined) continue;
      bucket.push(row);
      counts = true;
    }
    if (counts) said++;
  }
  return said;
}

/** End of the entity's reviews strictly before t, as a place in `reviewRows`. */
export function reviewsEnd(
  timelines: MentionTimelines,
  reviews: ReviewColumns,
  entity: number,
  timestampMs: number,
): number {
  const { reviewStarts, reviewRows } = timelines;
  return firstNotBelow(reviewStarts[entity] ?? 0, reviewStarts[entity + 1] ?? 0, timestampMs, (place) =>
    reviews.timestampMs(reviewRows[place] ?? 0),
  );
}

/** End of the pair's mentions strictly before t, as a place in `mentions`. */
export function mentionsEnd(timelines: MentionTimelines, pair: number, timestampMs: number): number {
  const { mentionStarts, timeOf } = timelines;
  return firstNotBelow(mentionStarts[pair] ?? 0, mentionStarts[pair + 1] ?? 0, timestampMs, timeOf);
}
