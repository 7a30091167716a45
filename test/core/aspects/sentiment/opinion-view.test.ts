import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { opinionView } from '../../../../core/aspects/sentiment/opinion-view.ts';

const PRAISE = 1;
const BLAME = -1;

describe('opinionView', () => {
  it.each([
    ['The staff is friendly.', PRAISE],
    ['The staff is not friendly.', BLAME],
    ['The staff is not only friendly.', PRAISE],
    ["You can't go wrong here.", PRAISE],
    ['You cant go wrong here.', PRAISE],
    ['The room is too loud.', BLAME],
    ['Nothing could be better.', PRAISE],
    ['It could have been better.', BLAME],
    ['I never had a bad meal.', PRAISE],
    ['Never again.', BLAME],
    ['It leaves much to be desired.', BLAME],
    ['I like it.', PRAISE],
    ["I don't like it.", BLAME],
    ['It looks like a table.', 0],
    ['We went there on Tuesday.', 0],
    ['', 0],
  ])('%s -> %i', (text, sign) => {
    expect(Math.sign(opinionView(text).score) + 0).toBe(sign);
  });

  it('makes intensified praise stronger, weakened and sought praise weaker', () => {
    const plain = opinionView('good food').score;
    expect(opinionView('very good food').score).toBeGreaterThan(plain);
    expect(opinionView('somewhat good food').score).toBeLessThan(plain);
    expect(opinionView('we were looking for good food').score).toBeLessThan(plain / 2);
  });

  it('counts what judges and what a rule turned', () => {
    expect(opinionView('The food is not good, the staff is rude.')).toMatchObject({
      hits: 2,
      turned: 1,
      question: false,
    });
    expect(opinionView('Where is the table?')).toEqual({ score: 0, hits: 0, turned: 0, question: true });
  });

  it('stays in (-1, 1) for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(Math.abs(opinionView(`${text} great ${text}`).score)).toBeLessThan(1);
      }),
    );
  });
});
