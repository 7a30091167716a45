import { describe, expect, it } from 'vitest';

import { vocabularyOf } from '../../../../core/text/static-encoder/static-vocabulary.ts';
import { createTermLookup } from '../../../../core/text/static-encoder/term-lookup.ts';
import { wordsOf } from '../../../../core/text/static-encoder/words.ts';

describe('words', () => {
  it.each([
    ["Don't go -- it's over-priced!", ["don't", 'go', "it's", 'over', 'priced']],
    ['The chef’s 3-course menu', ['the', "chef's", '3', 'course', 'menu']],
    ['Cafe\u0301 NAÏVE', ['café', 'naïve']],
    ["'quoted' ... ?!", ['quoted']],
    ['', []],
  ])('of %j', (text, words) => expect(wordsOf(text)).toEqual(words));
});

describe('the vocabulary', () => {
  const sentences = ['not good', 'not good at all', 'Not good!', 'it is not good, not good', 'good food'];

  it('holds every word with its share of the sentences, and pairs of at least four of them', () => {
    const { words, bigrams, frequencies } = vocabularyOf(sentences);
    expect(words).toEqual(['all', 'at', 'food', 'good', 'is', 'it', 'not']);
    expect(bigrams).toEqual(['not good']);
    expect([...frequencies]).toEqual([0.2, 0.2, 0.2, 1, 0.2, 0.2, 0.8]);
  });

  it('does not depend on the order of the sentences', () => {
    expect(vocabularyOf([...sentences].reverse())).toEqual(vocabularyOf(sentences));
  });
});

describe('the lookup of terms', () => {
  const termsOf = createTermLookup({ words: ['good', 'not', 'pizza'], bigrams: ['not good'] });

  it('gives the rows of words and pairs, in order', () => {
    expect(termsOf('Not good: pizza')).toEqual({ rows: [1, 0, 3, 2], words: 3 });
  });

  it('takes the longest known beginning of an unknown word, else the unknown row', () => {
    expect(termsOf('pizzas goodish notion xyz')).toEqual({ rows: [2, 0, 4, 4], words: 4 });
    expect(termsOf('not goods').rows).toEqual([1, 0]);
  });
});
