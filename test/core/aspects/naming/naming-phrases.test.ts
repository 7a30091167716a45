import { describe, expect, it } from 'vitest';

import { namingPhrases } from '../../../../core/aspects/naming/naming-phrases.ts';
import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import type { SentencePhrases } from '../../../../core/text/phrases.ts';
import { said, times } from './said.ts';

const textsOf = (units: SentencePhrases[], assignment: number[] = times(units.length, 0), clusters = 1): string[][] =>
  namingPhrases(countPhrases(units, assignment, clusters)).map((own) => own.map(({ text }) => text));

describe('namingPhrases', () => {
  it('lets the longer phrase stand for the shorter one that mostly occurs in it', () => {
    const pads = said('ear pad', 'pad');
    expect(textsOf([pads, pads, pads, said('pad')])).toEqual([['ear pad']]);
    expect(textsOf([...times(3, pads), ...times(4, said('pad'))])).toEqual([['pad']]);
  });

  it('counts inflected and extended forms of a word as one', () => {
    const forms = said('price', 'pricing', 'asking price', 'value');
    expect(textsOf([...times(3, forms), ...times(4, said('price'))])).toEqual([['price', 'value']]);
  });

  it('does not depend on the order of the units', () => {
    const units = [said('string', 'tone'), said('tone'), said('food'), said('menu', 'food')];
    const found = textsOf(units, [0, 0, 1, 1], 2);
    expect(found).toEqual([
      ['tone', 'string'],
      ['food', 'menu'],
    ]);
    expect(textsOf(units.toReversed(), [1, 1, 0, 0], 2)).toEqual(found);
  });
});
