import { array, assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { maskedWords } from '../../../core/dataset/mask-dialog.ts';
import { createNearDuplicateFilter, dialogSimilarity, type DialogText } from '../../../core/dataset/near-duplicates.ts';
import { createRandom } from '../../../core/random.ts';

const dialog = (dialogId: string, ...turns: string[]): DialogText => ({ dialogId, turns, titles: [] });

describe('near-duplicates', () => {
  it('counts shared 5-word shingles', () => {
    // a..g: 3 shingles; a..f h: 3 shingles, of which 2 are shared: 2 / (3 + 3 - 2).
    expect(dialogSimilarity(dialog('1', 'a b c d e f g'), dialog('2', 'a b c d e f h'))).toBe(0.5);
  });

  it('takes a dialog shorter than a shingle as one', () => {
    expect(dialogSimilarity(dialog('1', 'hi there'), dialog('2', 'Hi, there!'))).toBe(1);
    expect(dialogSimilarity(dialog('1', 'hi there'), dialog('2', 'hi you'))).toBe(0);
  });

  it('masks titles, their spoken forms, and quotations of any style', () => {
    const titles = ['Boss DS-1 Distortion Guitar Pedal, Orange'];
    const masked = ['try', 'the', '<title>', 'one', 'said', '<quote>'];
    expect(maskedWords(['Try the Boss DS-1 Distortion Guitar Pedal. One said “it is warm”'], titles)).toEqual(masked);
    expect(maskedWords(['Try the Boss DS-1 Distortion Guitar Pedal, Orange. One said "cold, cold"'], titles)).toEqual(
      masked,
    );
  });

  it('finds the most similar added dialog, the earlier one of two alike', () => {
    const filter = createNearDuplicateFilter(0.5);
    filter.add(dialog('other', 'nothing of the kind was ever said in this place'));
    filter.add(dialog('half', 'a b c d e f h'));
    filter.add(dialog('same', 'a b c d e f g'));
    filter.add(dialog('again', 'a b c d e f g'));
    expect(filter.isDuplicateOf(dialog('x', 'a b c d e f g'))).toBe('same');
    expect(filter.isDuplicateOf(dialog('x', 'a b c d e f i'))).toBe('half');
    expect(filter.isDuplicateOf(dialog('x', 'z y x w v u t'))).toBeNull();
  });

  it('agrees with the similarity of each pair', () => {
    const word = constantFrom('a', 'b', 'c');
    const text = array(word, { minLength: 5, maxLength: 12 }).map((words) => words.join(' '));
    assert(
      property(
        array(text, { minLength: 1, maxLength: 6 }),
        text,
        double({ min: 0.1, max: 1, noNaN: true }),
        (known, candidate, threshold) => {
          const filter = createNearDuplicateFilter(threshold);
          for (const [index, words] of known.entries()) filter.add(dialog(`${index}`, words));
          const best = Math.max(...known.map((words) => dialogSimilarity(dialog('k', words), dialog('c', candidate))));
          const found = filter.isDuplicateOf(dialog('c', candidate));
          expect(found !== null).toBe(best >= threshold);
          const similarity = dialogSimilarity(dialog('k', known[Number(found ?? 0)] ?? ''), dialog('c', candidate));
          expect(found === null || similarity === best).toBe(true);
        },
      ),
    );
  });

  it('refuses a threshold outside (0, 1]', () => {
    expect(() => createNearDuplicateFilter(0)).toThrow(/nearDuplicate/);
    expect(() => createNearDuplicateFilter(Number.NaN)).toThrow(/nearDuplicate/);
  });

  it('goes through 2,000 dialogs of 150 words within seconds', () => {
    const random = createRandom(7);
    const filter = createNearDuplicateFilter(0.8);
    let duplicates = 0;
    for (let index = 0; index < 2_000; index++) {
      const words = Array.from({ length: 150 }, () => `w${random.int(300)}`).join(' ');
      const text = dialog(
        `${index}`,
        'Hello, what can I do for you today?',
        words,
        'Thank you, have a nice day and good bye.',
      );
      if (filter.isDuplicateOf(text) !== null) duplicates++;
      else filter.add(text);
    }
    expect(duplicates).toBe(0);
    expect(filter.isDuplicateOf(dialog('x', 'Hello, what can I do for you today?'))).toBeNull();
  }, 10_000);
});
