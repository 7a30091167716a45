import { describe, expect, it } from 'vitest';

import {
  bleu,
  distinctN,
  duplicateDialogs,
  headOf,
  repeatedSentences,
  selfBleu,
  sentencesOf,
} from '../../../core/judging/diversity.ts';

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

describe('repetition', () => {
  it('ends sentences at their marks, quotation marks included', () => {
    expect(sentencesOf('One. "Two!" Three 3.5 is (four?) Five')).toEqual([
      'One.',
      '"Two!"',
      'Three 3.5 is (four?)',
      'Five',
    ]);
  });

  it('counts a sentence once a dialog, whatever its case and marks, and only the longer ones', () => {
    const dialogs = [
      ['I like it a lot. I like it a lot!', 'Yes.'],
      ['Well. I LIKE it, a lot.', 'Yes.'],
      ['Something else altogether here.', 'Yes.'],
      ['No.'],
    ];
    expect(repeatedSentences(dialogs, 4)).toEqual([{ sentence: 'i like it a lot', dialogs: 2, share: 0.5 }]);
    expect(repeatedSentences(dialogs, 0).map(({ sentence }) => sentence)).toEqual(['yes', 'i like it a lot']);
  });

  it('finds dialogs of the same words', () => {
    expect(duplicateDialogs([['a', 'b c'], ['A b.', 'c'], ['c b a']])).toBe(1);
  });

  it('cuts text to so many words', () => {
    expect(headOf(['one two.', 'three four five', 'six'], 4)).toEqual(['one two', 'three four']);
    expect(headOf(['one'], 4)).toEqual(['one']);
  });
});
