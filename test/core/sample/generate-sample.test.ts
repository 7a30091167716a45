import { describe, expect, it } from 'vitest';

import { generateSample, streamSampleReviews } from '../../../core/sample/generate-sample.ts';
import { SampleTruthSchema } from '../../../core/sample/sample-truth.ts';

const sample = generateSample({ seed: 7 });
const { truth } = sample;
const sentences = truth.reviews.flatMap((review) => review.sentences);

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const product = (f: (x: number, y: number) => number) => mean(pairs.map(([x, y]) => f(x - meanX, y - meanY)));
  return product((x, y) => x * y) / Math.sqrt(product((x) => x * x) * product((_, y) => y * y));
}

/** Sum of weight times quality for a user and an item at a time, from the planted truth alone. */
function plantedMatch(userId: string, itemId: string, timestampMs: number): number {
  const tastes = truth.users.find((user) => user.userId === userId)?.tastes ?? [];
  const qualities = truth.items.find((item) => item.itemId === itemId)?.qualities ?? [];
  const taste = tastes.findLast(({ fromMs }) => fromMs <= timestampMs)?.weights ?? {};
  const quality = (qualities.findLast(({ fromMs }) => fromMs <= timestampMs) ?? qualities[0])?.byAspect ?? {};
  return Object.entries(taste).reduce((sum, [aspect, weight]) => sum + weight * (quality[aspect] ?? 0), 0);
}

describe('generateSample', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(generateSample({ seed: 7 })).toEqual(sample);
    expect(generateSample({ seed: 8 }).reviewLines[0]).not.toBe(sample.reviewLines[0]);
    expect([...streamSampleReviews({ seed: 7 })]).toEqual(sample.reviewLines);
  });

  it('has the size that was asked for', () => {
    expect(truth.users).toHaveLength(320);
    expect(truth.items).toHaveLength(120);
    expect(truth.reviews.length).toBeGreaterThan(2700);
    expect(truth.reviews.length).toBeLessThan(3400);
    expect(SampleTruthSchema.parse(truth)).toEqual(truth);
    expect(new Set(truth.items.map(({ name }) => name)).size).toBe(120);
    const days = truth.reviews.map(({ timestampMs }) => timestampMs);
    expect((Math.max(...days) - Math.min(...days)) / (365.25 * 86_400_000)).toBeGreaterThan(5);
  });

  it('speaks of a dozen aspects, well and ill, with little repetition', () => {
    const about = sentences.filter(({ aspects }) => aspects.length > 0);
    const kinds = about.flatMap(({ aspects }) => aspects.map(({ aspect, polarity }) => `${aspect} ${polarity}`));
    expect(new Set(kinds).size).toBe(24);
    expect(new Set(about.map(({ text }) => text)).size / about.length).toBeGreaterThan(0.8);
    expect(about.filter(({ aspects }) => aspects.length === 2).length).toBeGreaterThan(200);
    expect(
      sentences.every(
        ({ text }) => /^\S.*[.!?]$/u.test(text) && !/[()|{}]| {2}/u.test(text.replaceAll(/\(\d{3}\) /gu, '')),
      ),
    ).toBe(true);
  });

  it('writes every line that its truth speaks of', () => {
    for (const review of truth.reviews.slice(0, 300)) {
      const line: unknown = JSON.parse(sample.reviewLines[review.line - 1] ?? '');
      expect(line).toMatchObject({
        asin: review.itemId,
        overall: review.rating,
        reviewText: review.sentences.map(({ text }) => text).join(' '),
      });
    }
    expect(truth.reviews.length + truth.clones.length + truth.broken.length).toBe(sample.reviewLines.length);
    expect(truth.clones.length / truth.reviews.length).toBeCloseTo(0.015, 2);
    expect(truth.broken.length / truth.reviews.length).toBeCloseTo(0.01, 2);
  });

  it('lets a third of the tastes drift and ratings follow from the sentiments', () => {
    const drifting = truth.users.filter(({ tastes }) => tastes.length === 2).length;
    expect(drifting / truth.users.length).toBeGreaterThan(0.25);
    expect(drifting / truth.users.length).toBeLessThan(0.42);
    const said = truth.reviews.map((review) => {
      const polarities = review.sentences.flatMap(({ aspects }) =>
        aspects.map(({ polarity }) => (polarity === 'positive' ? 1 : -1)),
      );
      return [polarities.reduce((sum: number, value) => sum + value, 0) / polarities.length, review.rating] as const;
    });
    expect(correlation(said)).toBeGreaterThan(0.7);
  });

  it('lets users choose what suits them', () => {
    const { reviews, items } = truth;
    const chosen = reviews.map(({ userId, itemId, timestampMs }) => plantedMatch(userId, itemId, timestampMs));
    const atRandom = reviews.map(({ userId, timestampMs }, index) =>
      plantedMatch(userId, items[index % 120]?.itemId ?? '', timestampMs),
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(chosen) - mean(atRandom)).toBeGreaterThan(0.2);
  });
});
