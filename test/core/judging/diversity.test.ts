import { describe, expect, it } from 'vitest';

import { bleu, distinctN, selfBleu } from '../../../core/judging/diversity.ts';

const words = (text: string): string[] => text.split(' ');

describe('distinct-n', () => {
  it('divides different n-grams by all', () => {
    // a b a b: unigrams a, b of 4; bigrams ab, ba of ab ba ab.
    expect(distinctN(['a b a b'], 1)).toBe(0.5);
    expect(distinctN(['a b a b'], 2)).toBeCloseTo(2 / 3);
  });

  it('counts within utterances, and has nothing to say of nothing', () => {
    expect(distinctN(['a b', 'b a'], 2)).toBe(1);
    expect(distinctN(['a', ''], 2)).toBeNull();
  });
});

describe('self-BLEU', () => {
  it('is 1 for the same text and 0 without a common word', () => {
    expect(bleu(words('a b c d e'), [words('a b c d e')])).toBeCloseTo(1);
    expect(bleu(words('a b c d e'), [words('v w x y z')])).toBe(0);
  });

  it('computes smoothed precisions and the brevity penalty', () => {
    // Candidate a b c against a b d e: unigrams 2/3, bigrams (1+1)/(2+1), trigrams (0+1)/(1+1), none of four: 1/1.
    const precision = Math.exp((Math.log(2 / 3) + Math.log(2 / 3) + Math.log(1 / 2) + Math.log(1)) / 4);
    expect(bleu(words('a b c'), [words('a b d e')])).toBeCloseTo(Math.exp(1 - 4 / 3) * precision);
  });

  it('is higher the more alike the dialogs are, and repeats with its seed', () => {
    const alike = Array.from({ length: 6 }, (_, index) => words(`hello i want a pedal number ${index}`));
    const unlike = Array.from({ length: 6 }, (_, index) =>
      words(Array.from({ length: 7 }, (_x, at) => `w${index}${at}`).join(' ')),
    );
    const sample = { dialogs: 4, references: 3, seed: 1 };
    expect(selfBleu(alike, sample)).toBeGreaterThan(0.8);
    expect(selfBleu(unlike, sample)).toBe(0);
    expect(selfBleu(alike, sample)).toBe(selfBleu(alike, sample));
    expect(selfBleu(alike.slice(0, 1), sample)).toBeNull();
  });
});
