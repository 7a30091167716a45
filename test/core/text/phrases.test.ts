import { describe, expect, it } from 'vitest';

import { splitClauses } from '../../../core/text/clauses.ts';
import { valenceOf } from '../../../core/text/opinion-lexicon.ts';
import { phrasesOf } from '../../../core/text/phrases.ts';

describe('phrasesOf', () => {
  it('lemmatises noun phrases and keeps how they were written', () => {
    expect(phrasesOf('The ear pads are too small.').phrases).toContainEqual({
      lemma: 'ear pad',
      surface: 'ear pads',
      judged: true,
      named: false,
      lead: null,
    });
  });

  it('drops the opinion in front: "great food" and "terrible food" are both about food', () => {
    const bare = (sentence: string): string[] =>
      phrasesOf(sentence).phrases.flatMap(({ lemma, lead }) => (lead === null ? [lemma] : []));
    expect(bare('Great food but slow service.')).toEqual(['food', 'service']);
    expect(bare('We had terrible food there.')).toEqual(['food']);
  });

  it('offers the shorter endings of a long phrase', () => {
    expect(phrasesOf('This plastic guitar strap broke.').phrases.map((phrase) => phrase.lemma)).toEqual([
      'plastic guitar strap',
      'guitar strap',
      'strap',
    ]);
  });

  it('hears whether an opinion is voiced of it', () => {
    const judgedOf = (sentence: string): [string, boolean][] =>
      phrasesOf(sentence).phrases.map(({ lemma, judged }) => [lemma, judged]);
    expect(judgedOf('The ear pads are a bit too small.')).toEqual([
      ['ear pad', true],
      ['pad', true],
      ['bit', false],
    ]);
    expect(judgedOf('Terrible service.')).toContainEqual(['service', true]);
    expect(judgedOf('The price of the amp was reasonable.')).toContainEqual(['price', true]);
    expect(judgedOf('We drove to the city in the afternoon.')).toEqual([
      ['city', false],
      ['afternoon', false],
    ]);
  });

  it('marks names, but not the first word of a sentence', () => {
    const namedOf = (sentence: string): [string, boolean][] =>
      phrasesOf(sentence).phrases.map(({ lemma, named }) => [lemma, named]);
    expect(namedOf('I put it on my Fender guitar.')).toEqual([
      ['fender guitar', true],
      ['guitar', false],
    ]);
    expect(namedOf('Parking is easy.')).toEqual([['parking', false]]);
  });

  it('offers the phrase with its opinion too, should it be a fixed expression', () => {
    expect(phrasesOf('Go there for happy hour.').phrases.map(({ lemma, lead }) => [lemma, lead])).toEqual([
      ['happy hour', 'happy'],
      ['hour', null],
    ]);
  });

  it('names nouns that are good or bad in themselves', () => {
    expect(phrasesOf('The noise is gone.').phrases.map(({ lemma }) => lemma)).toEqual(['noise']);
  });

  it('tells verbs apart', () => {
    expect(phrasesOf('The strings were breaking.').verbs).toEqual(['breaking']);
    expect(phrasesOf('')).toEqual({ phrases: [], verbs: [] });
  });
});

describe('valenceOf', () => {
  it('knows praise, blame, the words of reviewers, and silence', () => {
    expect(valenceOf('excellent')).toBeGreaterThan(0);
    expect(valenceOf('terrible')).toBeLessThan(0);
    expect(valenceOf('flimsy')).toBe(-0.5);
    expect(valenceOf('guitar')).toBe(0);
    expect(valenceOf('constructor')).toBe(0);
  });
});

describe('splitClauses', () => {
  it('splits at contrast and semicolons only', () => {
    expect(splitClauses('Great food, but slow service.')).toEqual(['Great food', 'slow service.']);
    expect(splitClauses('The tone is warm; the neck is thick.')).toEqual(['The tone is warm', 'the neck is thick.']);
    expect(splitClauses('Great food, fast service and low prices.')).toHaveLength(1);
    expect(splitClauses('A butter knife is useful.')).toHaveLength(1);
  });

  it('keeps a sentence whole whose part would be a single word', () => {
    expect(splitClauses('Nice but expensive.')).toEqual(['Nice but expensive.']);
  });
});
