import { describe, expect, it } from 'vitest';

import { centralityAmong, EQUALLY_CENTRAL } from '../../../../core/aspects/naming/centrality.ts';
import { chooseLabels } from '../../../../core/aspects/naming/choose-labels.ts';
import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import { said } from './said.ts';

const phrasesOf = (...weights: readonly (readonly [text: string, weight: number])[]) =>
  weights.map(([text, weight], phrase) => ({ phrase, text, weight, generic: text === 'place' }));

describe('chooseLabels', () => {
  it('gives a label to the cluster with the stronger claim, and the next best to the other', () => {
    const phrases = [phrasesOf(['price', 0.1], ['bill', 0.05]), phrasesOf(['prices', 0.2], ['value', 0.1])];
    expect(chooseLabels(phrases, EQUALLY_CENTRAL)).toEqual(['bill', 'prices']);
  });

  it('gives every cluster a label of its own, even without phrases, and none is "other"', () => {
    const phrases = [phrasesOf(['food', 0.1]), phrasesOf(['foods', 0.05]), phrasesOf(['others', 0.1]), []];
    expect(chooseLabels(phrases, EQUALLY_CENTRAL)).toEqual(['food', 'aspect 2', 'aspect 3', 'aspect 4']);
  });

  it('calls no cluster by a generic noun that has another', () => {
    expect(
      chooseLabels([phrasesOf(['place', 0.2], ['patio', 0.1]), phrasesOf(['place', 0.1])], EQUALLY_CENTRAL),
    ).toEqual(['patio', 'place']);
  });

  it('prefers a phrase from the middle of the cluster', () => {
    const counts = countPhrases([said('bite'), said('flavor'), said('flavor')], [0, 0, 0], 1);
    expect(counts.lemmas).toEqual(['bite', 'flavor']);
    // "bite" lies at a right angle to the centroid, the mean of both uses of "flavor" on it.
    const rows = Float32Array.from([0, 1, 0.8, 0.6, 0.8, -0.6]);
    const centrality = centralityAmong(counts, new Set([0, 1]), rows, Float32Array.from([1, 0]), 2);
    expect([centrality(0, 0), centrality(1, 0)]).toEqual([0, 1]);
    expect(chooseLabels([phrasesOf(['bite', 0.2], ['flavor', 0.1])], centrality)).toEqual(['flavor']);
  });
});
