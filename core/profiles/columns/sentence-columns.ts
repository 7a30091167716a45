import type { AspectSentence } from '../../aspects/aspect.ts';
import { PipelineError } from '../../errors.ts';
import { quotabilityOf } from '../quotability.ts';
import { float32, float64, uint16, uint32 } from './growing-column.ts';
import { UNKNOWN } from './id-table.ts';
import type { ReviewColumns } from './review-columns.ts';

/**
 * Sentences by row with their aspects, each said of one review. A sentence's text is a stretch of its review's own bytes
 * (it stands there verbatim), so that texts are kept once.
 */
export class SentenceColumns {
  private readonly reviews: ReviewColumns;
  private readonly review = uint32();
  private readonly index = uint32();
  private readonly overall = float32();
  private readonly place = float64();
  private readonly bytes = uint32();
  private readonly quotable = float32();
  /** First aspect row of each sentence; the next sentence's is the end. */
  private readonly firstAspect = uint32();
  private readonly aspect = uint16();
  private readonly score = float32();
  private readonly sentiment = float32();
  private readonly sentence = uint32();
  /** The review whose sentences are being added, with its text and how far it was read. */
  private reading = { reviewId: '', row: UNKNOWN, text: '', from: 0 };

  constructor(reviews: ReviewColumns) {
    this.reviews = reviews;
  }

  get size(): number {
    return this.review.length;
  }

  /** Number of (sentence, aspect) rows. */
  get aspectRows(): number {
    return this.aspect.length;
  }

  /** Throws `artefact_invalid` where the sentence's review was not added before. */
  add(sentence: AspectSentence): void {
    if (this.reading.row === UNKNOWN || this.reading.reviewId !== sentence.reviewId) this.open(sentence.reviewId);
    const { row } = this.reading;
    const { place, bytes } = this.placeOf(row, sentence.text);
    this.place.push(place);
    this.bytes.push(bytes);
    this.review.push(row);
    this.index.push(sentence.sentenceIndex);
    this.overall.push(sentence.sentiment);
    this.quotable.push(quotabilityOf(sentence.text));
    this.firstAspect.push(this.aspect.length);
    for (const { aspectId, score, sentiment } of sentence.aspects) {
      this.sentence.push(this.review.length - 1);
      this.aspect.push(aspectId);
      this.score.push(score);
      this.sentiment.push(sentiment);
    }
  }

  reviewOf(row: number): number {
    return this.review.at(row);
  }

  indexOf(row: number): number {
    return this.index.at(row);
  }

  quotability(row: number): number {
    return this.quotable.at(row);
  }

  /** Aspect rows of a sentence: [from, to). */
  aspectsOf(row: number): readonly [from: number, to: number] {
    return [this.firstAspect.at(row), row + 1 < this.size ? this.firstAspect.at(row + 1) : this.aspectRows];
  }

  sentenceOf(aspectRow: number): number {
    return this.sentence.at(aspectRow);
  }

  aspectIdOf(aspectRow: number): number {
    return this.aspect.at(aspectRow);
  }

  scoreOf(aspectRow: number): number {
    return this.score.at(aspectRow);
  }

  sentimentOf(aspectRow: number): number {
    return this.sentiment.at(aspectRow);
  }

  materialise(row: number): AspectSentence {
    const [from, to] = this.aspectsOf(row);
    const aspects = Array.from({ length: to - from }, (_, place) => ({
      aspectId: this.aspect.at(from + place),
      score: this.score.at(from + place),
      sentiment: this.sentiment.at(from + place),
    }));
    return {
      reviewId: this.reviews.ids.id(this.review.at(row)),
      sentenceIndex: this.index.at(row),
      text: this.reviews.pool.text(this.place.at(row), this.bytes.at(row)),
      aspects,
      sentiment: this.overall.at(row),
    };
  }

  private open(reviewId: string): void {
    const row = this.reviews.ids.find(reviewId);
    if (row === UNKNOWN) {
      throw new PipelineError(
        'artefact_invalid',
        `sentences.parquet speaks of review ${reviewId}, which reviews.parquet does not hold: delete the run's aspects folder and start it again`,
        { subject: reviewId },
      );
    }
    this.reading = { reviewId, row, text: this.reviews.text(row), from: 0 };
  }

  /** Where the sentence stands in its review's bytes; a text that is not there (never in our own runs) is added. */
  private placeOf(row: number, text: string): { readonly place: number; readonly bytes: number } {
    const { text: whole, from } = this.reading;
    const found = whole.indexOf(text, from);
    const at = found >= 0 ? found : whole.indexOf(text);
    if (at < 0) return this.reviews.pool.add(text);
    this.reading.from = at + text.length;
    const review = this.reviews.textAt(row);
    if (review.bytes === whole.length) return { place: review.place + at, bytes: text.length };
    const { pool } = this.reviews;
    return { place: review.place + pool.sizeOf(whole.slice(0, at)), bytes: pool.sizeOf(text) };
  }
}
