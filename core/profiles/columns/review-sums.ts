import type { Described } from './mention-timelines.ts';

/** Sums over mentions by aspect place, (K) each: of the scores, and of the scores times the sentiments. */
export interface ReviewSums {
  readonly weight: Float64Array;
  readonly signed: Float64Array;
}

export const emptySums = (width: number): ReviewSums => ({
  weight: new Float64Array(width),
  signed: new Float64Array(width),
});

export const copySums = ({ weight, signed }: ReviewSums): ReviewSums => ({
  weight: weight.slice(),
  signed: signed.slice(),
});

/** Adds one review's mentions of the coherent aspects, in place. */
export function addReview(of: Described, review: number, { weight, signed }: ReviewSums): void {
  const { starts, rows } = of.ofReview;
  for (let at = starts[review] ?? 0; at < (starts[review + 1] ?? 0); at++) {
    const [from, to] = of.sentences.aspectsOf(rows[at] ?? 0);
    for (let row = from; row < to; row++) {
      const place = of.placeOf(of.sentences.aspectIdOf(row));
      if (place < 0) continue;
      const score = of.sentences.scoreOf(row);
      weight[place] = (weight[place] ?? 0) + score;
      signed[place] = (signed[place] ?? 0) + score * of.sentences.sentimentOf(row);
    }
  }
}
