import { describe, expect, it } from 'vitest';

import { nameClusters } from '../../../core/aspects/cluster-names.ts';
import { centredDistinctness, phraseCoherence, phraseIndex } from '../../../core/aspects/cluster-quality.ts';
import type { SentencePhrases } from '../../../core/text/phrases.ts';

const said = (...lemmas: string[]): SentencePhrases => ({
  phrases: lemmas.map((lemma) => ({ lemma, surface: lemma })),
  lemmas,
});

describe('nameClusters', () => {
  it('weighs phrases by class-based TF-IDF, as by hand', () => {
    const sentences = [said('string'), said('string', 'tone'), said('food'), said('food', 'tone')];
    const [first, second] = nameClusters(sentences, [0, 0, 1, 1], 2);
    // Three phrases a cluster, so A = 3. string: 2/3 log(1 + 3/2); tone: 1/3 log(1 + 3/2).
    expect(first?.phrases.map((phrase) => [phrase.lemma, Number(phrase.weight.toFixed(4))])).toEqual([
      ['string', 0.6109],
      ['tone', 0.3054],
    ]);
    expect([first?.label, second?.label]).toEqual(['string', 'food']);
  });

  it('pushes words down that name no aspect', () => {
    const [only] = nameClusters([said('thing', 'cable'), said('thing'), said('cable')], [0, 0, 0], 1);
    expect(only?.label).toBe('cable');
  });

  it('lets the longer phrase stand for the shorter one that mostly occurs in it', () => {
    const pads = said('ear pad', 'pad');
    const [merged] = nameClusters([pads, pads, pads, said('pad')], [0, 0, 0, 0], 1);
    expect(merged?.phrases.map((phrase) => phrase.lemma)).toEqual(['ear pad']);
    const [apart] = nameClusters([pads, said('pad'), said('pad'), said('pad')], [0, 0, 0, 0], 1);
    expect(apart?.phrases.map((phrase) => phrase.lemma)).toEqual(['pad']);
  });

  it('gives every cluster a label of its own, even without phrases', () => {
    const names = nameClusters([said('food'), said('food'), said()], [0, 1, 2], 3);
    expect(new Set(names.map((name) => name.label)).size).toBe(3);
    expect(names[2]?.label).toBe('aspect 3');
  });

  it('shows the commonest way of writing a phrase', () => {
    const written = (surface: string): SentencePhrases => ({ phrases: [{ lemma: 'pad', surface }], lemmas: ['pad'] });
    const [only] = nameClusters([written('pads'), written('pad'), written('pads')], [0, 0, 0], 1);
    expect(only?.label).toBe('pads');
  });
});

describe('phraseCoherence', () => {
  it('is near 1 for phrases always said together and below 0 for phrases never said together', () => {
    const sentences = [
      ...Array.from({ length: 5 }, () => said('a', 'b')),
      ...Array.from({ length: 5 }, () => said('c')),
    ];
    const index = phraseIndex(sentences, new Set(['a', 'b', 'c']));
    // P(a,b) = 5.5/10, P(a) = P(b) = 1/2: log(2.2) / -log(0.55)
    expect(phraseCoherence(['a', 'b'], index, 10)).toBe(1);
    // P(a,c) = 0.5/10: log(0.05 / 0.25) / -log(0.05) = -0.5372
    expect(phraseCoherence(['a', 'c'], index, 10)).toBeCloseTo(-0.5372, 4);
    expect(phraseCoherence(['a'], index, 10)).toBe(0);
  });
});

describe('centredDistinctness', () => {
  it('sees past a direction that all centroids share', () => {
    const shared = Float32Array.from([10, 1, 0, 10, -1, 0, 10, 0, 1].map((value) => value / 10));
    // Centred: (1,-1/3), (-1,-1/3), (0,2/3) up to scale; the first two have cosine (-1 + 1/9) / (1 + 1/9) = -0.8.
    const found = centredDistinctness(shared, 3);
    expect(found[0]).toBeCloseTo(1 + 0.3162, 3);
    expect(found[2]).toBeCloseTo(1 + 0.3162, 3);
  });
});
