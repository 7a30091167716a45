import { describe, expect, it } from 'vitest';

import { nameClusters } from '../../../../core/aspects/naming/name-clusters.ts';
import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import type { SentencePhrases } from '../../../../core/text/phrases.ts';
import { said, times } from './said.ts';

const names = (units: SentencePhrases[], assignment: number[], clusters: number) =>
  nameClusters(countPhrases(units, assignment, clusters));

const textsOf = (units: SentencePhrases[]): string[] =>
  names(units, times(units.length, 0), 1)[0]?.phrases.map(({ text }) => text) ?? [];

describe('nameClusters', () => {
  it('lets the longer phrase stand for the shorter one that mostly occurs in it', () => {
    const pads = said('ear pad', 'pad');
    expect(textsOf([pads, pads, pads, said('pad')])).toEqual(['ear pad']);
    expect(textsOf([...times(3, pads), ...times(4, said('pad'))])).toEqual(['pad']);
  });

  it('counts inflected and extended forms of a word as one', () => {
    expect(
      textsOf([...times(3, said('price', 'pricing', 'asking price', 'value')), ...times(4, said('price'))]),
    ).toEqual(['price', 'value']);
  });

  it('gives every cluster a label of its own, even without phrases', () => {
    const found = names([said('food', 'menu'), said('food', 'menu'), said()], [0, 0, 1], 2);
    expect(found.map(({ label }) => label)).toEqual(['food', 'aspect 2']);
    expect(found[1]?.phrases).toEqual([]);
  });

  it('lets no two clusters differ by an inflection only', () => {
    const found = names(
      [...times(3, said('price')), ...times(9, said('prices', 'bill'))],
      [...times(3, 0), ...times(9, 1)],
      2,
    );
    expect(found.map(({ label }) => label)).toEqual(['price', 'bill']);
  });

  it('leaves "other" to what fits no cluster', () => {
    expect(names(times(3, said('other', 'others')), [0, 0, 0], 1)[0]?.label).toBe('aspect 1');
  });

  it('does not depend on the order of the units', () => {
    const units = [said('string', 'tone'), said('tone'), said('food'), said('menu', 'food')];
    const [first] = names(units, [0, 0, 1, 1], 2);
    const [again] = names(units.toReversed(), [1, 1, 0, 0], 2);
    expect(first?.phrases.map(({ text }) => text)).toEqual(['tone', 'string']);
    expect(again).toEqual(first);
  });
});
