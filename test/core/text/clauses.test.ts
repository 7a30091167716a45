import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { splitClauses } from '../../../core/text/clauses.ts';

describe('splitClauses', () => {
  it.each([
    ['Great food, but slow service.', ['Great food', 'slow service.']],
    ['The tone is warm; the neck is thick.', ['The tone is warm', 'the neck is thick.']],
    ['The food was great and the service was slow.', ['The food was great', 'the service was slow.']],
    ['pizza is good, waiters are rude', ['pizza is good', 'waiters are rude']],
    ['Food was amazing and prices reasonable.', ['Food was amazing', 'prices reasonable.']],
    ['Although the food was good, the service was slow.', ['Although the food was good', 'the service was slow.']],
    ['It is cheap even though the sound is great.', ['It is cheap', 'the sound is great.']],
    ["The food wasn't good, nor was the service fast.", ["The food wasn't good", 'nor was the service fast.']],
    ['Everything was great, except the dessert.', ['Everything was great', 'except the dessert.']],
  ])('cuts %j', (sentence, clauses) => {
    expect(splitClauses(sentence)).toEqual(clauses);
  });

  it.each([
    ['a list', 'Great food, fast service and low prices.'],
    ['a list of nouns', 'They have good food and drinks.'],
    ['one subject with two verbs', 'We sat outside, ordered a beer and waited.'],
    ['a pronoun that needs the clause before', 'My wife ate tuna and it was perfect.'],
    ['a denied belief', "I don't think the food is good and the service is fast."],
    ['a supposition', 'If the food is good and the service is fast, I return.'],
    ['no contrast', 'I have nothing but good things to say.'],
    ['a frame of time', 'When we arrived, the hostess was rude.'],
    ['an aside', 'The burger (it was huge but the bun was dry) came late.'],
    ['a time', 'It took a while to get our food.'],
    ['an escaped character', 'The cable is 10&#34; long and black.'],
    ['a part of one word', 'Nice but expensive.'],
    ['a name', 'A butter knife is useful.'],
  ])('leaves %s whole', (_, sentence) => {
    expect(splitClauses(sentence)).toEqual([sentence]);
  });

  it('loses no word but conjunctions: clauses are verbatim, trimmed, in order', () => {
    const words = fc.constantFrom(
      ...'the food was great and but , ; service (slow) although it is 😀 not İ — ok; x'.split(' '),
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 25 }), (picked) => {
        const sentence = picked.join(' ');
        const clauses = splitClauses(sentence);
        let from = 0;
        for (const clause of clauses) {
          const at = sentence.indexOf(clause, from);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(clause).toBe(clause.trim());
          const lost = sentence.slice(from, at).replace(/\b(?:and|but|although)\b|[\s,;—]/gu, '');
          expect(lost).toBe('');
          from = at + clause.length;
        }
        expect(sentence.slice(from).replace(/[\s,]/gu, '')).toBe('');
      }),
    );
  });
});
