import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countWords, splitSentences } from '../../../core/text/sentences.ts';

describe('splitSentences', () => {
  it('cuts at sentence ends, not at abbreviations, prices or initials', () => {
    expect(splitSentences('I paid $19.99 at Mr. Smith (St. Louis). Next sentence stands here.')).toEqual([
      'I paid $19.99 at Mr. Smith (St. Louis).',
      'Next sentence stands here.',
    ]);
  });

  it('joins fragments to each other or to a neighbour', () => {
    expect(splitSentences('The strings broke after two days. Wow. Never buy these strings again.')).toEqual([
      'The strings broke after two days. Wow.',
      'Never buy these strings again.',
    ]);
    expect(splitSentences('Wow! Works great.')).toEqual(['Wow! Works great.']);
    expect(splitSentences('Good')).toEqual(['Good']);
  });

  it('takes paragraphs and list lines apart, but not a wrapped line', () => {
    expect(splitSentences('Pros: it sounds great\nCons: it buzzes a lot')).toEqual([
      'Pros: it sounds great',
      'Cons: it buzzes a lot',
    ]);
    expect(splitSentences('The ear pads are soft\nbut worn after a week')).toHaveLength(1);
  });

  it('cuts run-on texts at a clause', () => {
    const clause = 'the food came late and the waiter never smiled at us';
    const cut = splitSentences(Array.from({ length: 8 }, () => clause).join(', '));
    expect(cut.length).toBeGreaterThan(1);
    expect(Math.max(...cut.map(countWords))).toBeLessThanOrEqual(45);
    expect(cut[0]?.endsWith(',')).toBe(true);
  });

  it('finds nothing to quote in marks and blanks', () => {
    expect(splitSentences('')).toEqual([]);
    expect(splitSentences(' ... !!! ')).toEqual([]);
  });

  it('gives verbatim, trimmed substrings, in order, without overlap, for any text', () => {
    const piece = fc.constantFrom(
      'Great sound',
      '. ',
      '! ',
      '\n',
      '\n\n',
      ' ',
      '…',
      '😀',
      'a',
      "don't",
      '$5.00',
      ';',
      '-',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (review) => {
        let position = 0;
        for (const sentence of splitSentences(review)) {
          const at = review.indexOf(sentence, position);
          expect(at).toBeGreaterThanOrEqual(position);
          expect(sentence.trim()).toBe(sentence);
          expect(sentence.length).toBeLessThanOrEqual(400);
          position = at + sentence.length;
        }
      }),
      { numRuns: 60 },
    );
  });
});
