import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sampleFitUnits } from '../../activities/fit-sample.ts';
import type { SampledUnit } from '../../activities/fit-sample.ts';
import { unitsOf } from '../../core/aspects/units.ts';
import type { Review } from '../../core/reviews/review.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

const REVIEWS = smallReviews(80);

describe('the units of the fit', () => {
  let small: SmallStore;
  beforeAll(async () => {
    small = await createSmallStore();
  });
  afterAll(() => small.remove());

  let runs = 0;
  const sampled = async (reviews: readonly Review[], most: number): Promise<SampledUnit[]> => {
    const folder = await small.prepared(`sampled-${++runs}`, reviews);
    const options = { most, seed: 3, breathe: small.ports.breathe };
    return small.environment.run(() => sampleFitUnits(folder, options));
  };
  const training = REVIEWS.filter(({ split }) => split === 'train').flatMap(({ reviewId, rating, text }) =>
    unitsOf(splitSentences(text)).texts.map((unit) => ({ text: unit, reviewId, rating })),
  );

  it('are all of the training period, in order, where they are few', async () => {
    expect(await sampled(REVIEWS, 10_000)).toEqual(training);
  });

  it('are as many as asked for, drawn from the training period', async () => {
    const sample = await sampled(REVIEWS, 40);
    expect(sample).toHaveLength(40);
    const order = sample.map((unit) =>
      training.findIndex((one) => one.reviewId === unit.reviewId && one.text === unit.text),
    );
    expect(order).not.toContain(-1);
    // Of at most 40 reviews, and spread over the whole period rather than its start.
    expect(new Set(sample.map(({ reviewId }) => reviewId)).size).toBeGreaterThan(20);
    expect(Math.max(...order)).toBeGreaterThan(0.8 * training.length);
  });

  it('do not change with reviews after the training period', async () => {
    const later = REVIEWS.map((review) =>
      review.split === 'train' ? review : { ...review, text: 'Quite other words.' },
    );
    expect(await sampled(later, 40)).toEqual(await sampled(REVIEWS, 40));
  });
});
