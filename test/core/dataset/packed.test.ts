import fc from 'fast-check';
import { expect, it } from 'vitest';

import { packLetters, packNumbers, unpackLetters, unpackNumbers } from '../../../core/dataset/packed.ts';

it('tells letters by the length of their runs', () => {
  expect(packLetters('aaa.r')).toBe('3a.r');
  expect(unpackLetters('3a.r')).toBe('aaa.r');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'r', '.') }), (letters) => {
      expect(unpackLetters(packLetters(letters))).toBe(letters);
      expect(packLetters(letters).length).toBeLessThanOrEqual(letters.length);
    }),
  );
  // A hundred thousand targets, the second ones of early users settled.
  expect(packLetters(`${'.'.repeat(80_000)}${'aaaaaaaaar'.repeat(2_000)}`).length).toBeLessThan(10_000);
});

it('tells numbers by their ranges', () => {
  expect(packNumbers([5, 6, 7, 9])).toBe('5-7,9');
  expect(packNumbers([])).toBe('');
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (numbers) => {
      expect(unpackNumbers(packNumbers(numbers))).toEqual(numbers);
    }),
  );
  expect(unpackNumbers([3, 1])).toEqual([3, 1]);
});
