import type { Review } from '../reviews/review.ts';
import type { ReviewColumns } from './columns/review-columns.ts';
import type { ReviewList } from './evidence-base.ts';

/** A stretch of reviews, [from, to) of a list of rows: each is made when it is asked for. */
export class StoredReviews implements ReviewList {
  private readonly columns: ReviewColumns;
  private readonly rows: Uint32Array;

  constructor(columns: ReviewColumns, rows: Uint32Array) {
    this.columns = columns;
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  at(index: number): Review | undefined {
    const row = this.rows.at(index);
    return row === undefined ? undefined : this.columns.review(row);
  }

  *[Symbol.iterator](): Generator<Review> {
    for (const row of this.rows) yield this.columns.review(row);
  }

  map<T>(make: (review: Review, index: number) => T): T[] {
    return Array.from(this, make);
  }

  flatMap<T>(make: (review: Review, index: number) => T | readonly T[]): T[] {
    return this.map(make).flat() as T[]; // One level deep, by `make`'s own type; `flat` infers deeper.
  }

  filter(keep: (review: Review, index: number) => boolean): Review[] {
    const kept: Review[] = [];
    let index = 0;
    for (const review of this) if (keep(review, index++)) kept.push(review);
    return kept;
  }

  find(wanted: (review: Review) => boolean): Review | undefined {
    for (const review of this) if (wanted(review)) return review;
    return undefined;
  }

  slice(from?: number, to?: number): StoredReviews {
    const { length } = this.rows;
    const placeOf = (place: number): number => Math.min(length, place < 0 ? Math.max(0, length + place) : place);
    return new StoredReviews(this.columns, this.rows.subarray(placeOf(from ?? 0), placeOf(to ?? length)));
  }
}
