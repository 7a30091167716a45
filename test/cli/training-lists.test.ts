import { describe, expect, it } from 'vitest';

import { numberList, variantList } from '../../cli/training-lists.ts';

describe('lists of trainings', () => {
  it('name each once', () => {
    expect(numberList('1, 2,1')).toEqual([1, 2]);
    expect(numberList('01,1')).toEqual([1]);
    expect(variantList('fusion,popularity,fusion')).toEqual(['fusion', 'popularity']);
  });

  it.each(['', '1,', 'one', '-1', '1.5'])('refuse "%s" as numbers', (text) => {
    expect(() => numberList(text)).toThrow('whole numbers');
  });

  it('refuse a variant that nobody knows', () => {
    expect(() => variantList('fusion,magic')).toThrow('"magic" is none of');
  });
});
