import { describe, expect, it } from 'vitest';

import { splitClauses } from '../../../core/text/clauses.ts';
import { valenceOf } from '../../../core/text/opinion-lexicon.ts';
import { phrasesOf } from '../../../core/text/phrases.ts';

describe('phrasesOf', () => {
  it('lemmatises noun phrases and keeps how they were written', () => {
    expect(phrasesOf('The ear pads are too small.').phrases).toContainEqual({ lemma: 'ear pad', surface: 'ear pads' });
  });

  it('drops the opinion in front: "great food" and "terrible food" are both about food', () => {
    expect(phrasesOf('Great food but slow service.').phrases.map((phrase) => phrase.lemma)).toEqual([
      'food',
      'service',
    ]);
    expect(phrasesOf('We had terrible food there.').phrases.map((phrase) => phrase.lemma)).toEqual(['food']);
  });

  it('offers the shorter endings of a long phrase', () => {
    expect(phrasesOf('This plastic guitar strap broke.').phrases.map((phrase) => phrase.lemma)).toEqual([
      'plastic guitar strap',
      'guitar strap',
      'strap',
    ]);
  });

  it('keeps content lemmas only', () => {
    expect(phrasesOf('The strings were breaking.').lemmas).toEqual(['string', 'break']);
    expect(phrasesOf('').lemmas).toEqual([]);
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
