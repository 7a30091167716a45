import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AspectSentence } from '../../../../core/aspects/aspect.ts';
import { IdTable, UNKNOWN } from '../../../../core/profiles/columns/id-table.ts';
import { TextPool } from '../../../../core/profiles/columns/text-pool.ts';
import { createEvidenceBaseBuilder } from '../../../../core/profiles/evidence-base-builder.ts';
import type { Review } from '../../../../core/reviews/review.ts';
import { cluster, profileSettings } from '../world.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('IdTable', () => {
  it('is a map from ids to their order of appearance', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 3000 }), fc.array(texts), (ids, others) => {
        const table = new IdTable();
        const codes = new Map<string, number>();
        for (const id of ids) {
          if (!codes.has(id)) codes.set(id, codes.size);
          expect(table.add(id)).toBe(codes.get(id));
        }
        expect(table.size).toBe(codes.size);
        for (const [id, code] of codes) expect([table.find(id), table.id(code)]).toEqual([code, id]);
        for (const id of others) expect(table.find(id)).toBe(codes.get(id) ?? UNKNOWN);
      }),
      { numRuns: 30 },
    );
  });
});

describe('TextPool', () => {
  it('gives every text back, over the ends of its chunks too', () => {
    const pool = new TextPool();
    const long = ['x'.repeat(10_000), 'é🎸'.repeat(9_000), '', 'y'.repeat(30_000), 'z'];
    const places = [...long, ...long].map((text) => pool.add(text));
    expect(places.map(({ place, bytes }) => pool.text(place, bytes))).toEqual([...long, ...long]);
  });
});

function review(reviewId: string, text: string, overrides: Partial<Review> = {}): Review {
  return {
    reviewId,
    userId: 'u',
    itemId: 'i',
    rating: 4.5,
    timestampMs: 1,
    title: 'é',
    text,
    split: 'test',
    ...overrides,
  };
}

const sentence = (reviewId: string, sentenceIndex: number, text: string): AspectSentence => ({
  reviewId,
  sentenceIndex,
  text,
  aspects: [
    { aspectId: 2, score: 0.75, sentiment: -0.5 },
    { aspectId: 0, score: 0.25, sentiment: 0.5 },
  ],
  sentiment: -0.25,
});

function builder() {
  return createEvidenceBaseBuilder({
    items: [],
    clusters: [cluster(0), cluster(2, false)],
    profile: profileSettings(),
    trainEndMs: 10,
  });
}

describe('the builder', () => {
  const first = review('a', 'Great café 🎸. Great café 🎸. So-so.');
  const said = ['Great café 🎸.', 'Great café 🎸.', 'So-so.'].map((text, place) => sentence('a', place, text));

  it('gives back verbatim what it was fed, in portions and in any order', () => {
    const other = review('b', 'Fine.', { timestampMs: 0, userId: 'v', split: 'validation' });
    const fed = builder();
    fed.addReviews([first]);
    fed.addReviews([other]);
    fed.addSentences([...said].reverse());
    fed.addSentences([sentence('b', 0, 'Not in the text.')]);
    const base = fed.build();
    expect([...base.reviews]).toEqual([other, first]);
    expect(base.sentencesOf('a')).toEqual(said);
    expect(base.sentence({ reviewId: 'b', sentenceIndex: 0 })?.text).toBe('Not in the text.');
    expect(base.sentence({ reviewId: 'b', sentenceIndex: 1 })).toBeUndefined();
    expect([base.review('a'), base.review('c')]).toEqual([first, undefined]);
    expect([...base.userIds()]).toEqual(['u', 'v']);
  });

  it('lists reviews as an array would', () => {
    const fed = builder();
    const all = Array.from({ length: 7 }, (_, place) => review(`r${place}`, 'x', { timestampMs: place }));
    fed.addReviews(all);
    const { reviews } = fed.build();
    const asArray = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(asArray, asArray, (from, to) => {
        expect(Array.from(reviews.slice(from, to))).toEqual(all.slice(from, to));
        expect(reviews.at(from ?? 0)).toEqual(all.at(from ?? 0));
      }),
    );
    expect(reviews.filter(({ timestampMs }) => timestampMs > 4)).toEqual(all.slice(5));
    expect(reviews.flatMap((one, index) => (index < 2 ? [one.reviewId, 'and'] : []))).toEqual([
      'r0',
      'and',
      'r1',
      'and',
    ]);
  });

  it('refuses a review that is there already, and a sentence of none', () => {
    const fed = builder();
    fed.addReviews([first]);
    expect(() => fed.addReviews([first])).toThrow(expect.objectContaining({ code: 'artefact_invalid' }));
    expect(() => fed.addSentences([sentence('zz', 0, 'x')])).toThrow(
      expect.objectContaining({ code: 'artefact_invalid' }),
    );
  });
});
