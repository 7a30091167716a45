import { describe, expect, it } from 'vitest';

import { valenceOf } from '../../../core/text/opinion-lexicon.ts';
import { LONGEST_PHRASE, OPINION_PHRASES } from '../../../core/text/opinion-phrases.ts';
import { opinionTokens } from '../../../core/text/opinion-tokens.ts';
import { OPINION_WORDS } from '../../../core/text/opinion-words.ts';

describe('valenceOf', () => {
  it.each([
    ['disappoint', -0.5],
    ['disappointing', -0.5],
    ['recommended', 0.5],
    ['friendliest', 0.5],
    ['loved', 0.8],
    ['terribly', -0.8],
    ['stopped', 0],
    ['table', 0],
    ['toString', 0],
  ])('%s -> %d', (word, valence) => {
    expect(valenceOf(word)).toBe(valence);
  });

  it('holds each word under one valence only', () => {
    const words = OPINION_WORDS.flatMap(([, listed]) => listed.split(/\s+/u));
    expect(words.filter((word, place) => words.indexOf(word) !== place)).toEqual([]);
  });
});

describe('OPINION_PHRASES', () => {
  it('are written as the tokens of a text come out: any other would never match', () => {
    const lost = [...OPINION_PHRASES.keys()].filter(
      (phrase) => !` ${opinionTokens(phrase.replaceAll(" n't", "n't")).join(' ')} `.includes(` ${phrase} `),
    );
    expect(lost).toEqual([]);
    expect(LONGEST_PHRASE).toBe(6);
  });
});

describe('opinionTokens', () => {
  it('sets negations apart however they are written', () => {
    expect(opinionTokens("Can't stop; didnt mind. I cannot, won’t!")).toEqual(
      "ca n't stop ; did n't mind . i can not , wo n't !".split(' '),
    );
  });
});
