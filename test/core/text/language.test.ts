import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { placeTokens } from '../../../core/text/language.ts';

describe('placeTokens', () => {
  it('tags words and says where they stand', () => {
    const tokens = placeTokens('The food is good.');
    expect(tokens.map(({ surface, start, end }) => [surface, start, end])).toEqual([
      ['the', 0, 3],
      ['food', 4, 8],
      ['is', 9, 11],
      ['good', 12, 16],
      ['.', 16, 17],
    ]);
    expect(tokens[1]?.partOfSpeech).toBe('NOUN');
  });

  it('gives places in order and without overlap, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let from = 0;
        for (const { surface, start, end } of placeTokens(text)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(text.slice(start, end).toLowerCase()).toBe(surface);
          from = end;
        }
      }),
    );
  });
});
