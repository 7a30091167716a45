import { PipelineError } from '../../errors.ts';
import { SPLITS, type Review } from '../../reviews/review.ts';
import { float64, uint16, uint32 } from './growing-column.ts';
import { IdTable } from './id-table.ts';
import { TextPool } from './text-pool.ts';

/** Reviews by row, in the order in which they were added: numbers in columns, ids as codes, texts in a pool. */
export class ReviewColumns {
  readonly ids = new IdTable();
  readonly users = new IdTable();
  /** Items with a review; the catalogue may hold others. */
  readonly items = new IdTable();
  readonly pool = new TextPool();
  private readonly user = uint32();
  private readonly item = uint32();
  private readonly rating = float64();
  private readonly time = float64();
  private readonly split = uint16();
  private readonly titlePlace = float64();
  private readonly titleBytes = uint32();
  private readonly textPlace = float64();
  private readonly textBytes = uint32();

  get size(): number {
    return this.ids.size;
  }

  /** Throws `artefact_invalid` for a second review of one id. */
  add(review: Review): void {
    const row = this.size;
    if (this.ids.add(review.reviewId) !== row) {
      throw new PipelineError(
        'artefact_invalid',
        `reviews.parquet holds the review ${review.reviewId} twice: delete the run's reviews folder and start it again`,
        { subject: review.reviewId },
      );
    }
    this.user.push(this.users.add(review.userId));
    this.item.push(this.items.add(review.itemId));
    this.rating.push(review.rating);
    this.time.push(review.timestampMs);
    this.split.push(SPLITS.indexOf(review.split));
    const title = this.pool.add(review.title);
    this.titlePlace.push(title.place);
    this.titleBytes.push(title.bytes);
    const text = this.pool.add(review.text);
    this.textPlace.push(text.place);
    this.textBytes.push(text.bytes);
  }

  timestampMs(row: number): number {
    return this.time.at(row);
  }

  userOf(row: number): number {
    return this.user.at(row);
  }

  itemOf(row: number): number {
    return this.item.at(row);
  }

  text(row: number): string {
    return this.pool.text(this.textPlace.at(row), this.textBytes.at(row));
  }

  /** Where the review's text stands in the pool, and its bytes. */
  textAt(row: number): { readonly place: number; readonly bytes: number } {
    return { place: this.textPlace.at(row), bytes: this.textBytes.at(row) };
  }

  review(row: number): Review {
    return {
      reviewId: this.ids.id(row),
      userId: this.users.id(this.user.at(row)),
      itemId: this.items.id(this.item.at(row)),
      rating: this.rating.at(row),
      timestampMs: this.time.at(row),
      title: this.pool.text(this.titlePlace.at(row), this.titleBytes.at(row)),
      text: this.text(row),
      split: SPLITS[this.split.at(row)] ?? 'train',
    };
  }

  /** Rows by time, then id: the order that everything else keeps. */
  byTime(): Uint32Array {
    return Uint32Array.from({ length: this.size }, (_, row) => row).sort((a, b) => {
      const gap = this.time.at(a) - this.time.at(b);
      if (gap !== 0) return gap;
      const [one, other] = [this.ids.id(a), this.ids.id(b)];
      return one < other ? -1 : one > other ? 1 : 0;
    });
  }
}
