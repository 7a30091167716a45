import { describe, expect, it } from 'vitest';

import { countPhrases, judgedRatio } from '../../../../core/aspects/naming/phrase-counts.ts';
import type { NounPhrase, SentencePhrases } from '../../../../core/text/phrases.ts';
import { said, times, use } from './said.ts';

const unit = (...phrases: NounPhrase[]): SentencePhrases => ({ phrases, verbs: [] });

describe('countPhrases', () => {
  it('counts a phrase once a unit, by cluster, and leaves units of no cluster outside', () => {
    const counts = countPhrases([said('tone', 'tone'), said('string', 'tone'), said('tone')], [0, 1, 2], 2);
    expect(counts.lemmas).toEqual(['string', 'tone']);
    expect([...counts.total]).toEqual([1, 3]);
    expect([...counts.byCluster]).toEqual([0, 1, 1, 1]);
    expect(counts.sizes).toEqual([1, 1]);
    expect(counts.units.map((own) => [...own])).toEqual([[1], [0, 1], [1]]);
  });

  it('counts a unit as judged or naming where one of its uses is', () => {
    const counts = countPhrases(
      [unit(use('tone'), use('tone', { judged: true })), unit(use('tone', { named: true }))],
      [0, 0],
      1,
    );
    expect([counts.judged[0], counts.named[0]]).toEqual([1, 1]);
  });

  it('takes words that are written alike for one, and shows the commonest way of writing them', () => {
    const pads = use('pad', { surface: 'pads' });
    const misread = use('pads', { surface: 'pads' });
    const counts = countPhrases([unit(pads), unit(pads), unit(misread), unit(use('pad'))], [0, 0, 0, 0], 1);
    expect([counts.lemmas, counts.surfaces, [...counts.total]]).toEqual([['pad'], ['pads'], [4]]);
  });

  it('knows fixed expressions by how often their words stand together', () => {
    const happyHour = unit(use('happy hour', { lead: 'happy' }), use('hour', { judged: true }));
    const counts = countPhrases(times(5, happyHour), times(5, 0), 1);
    expect([counts.lemmas, [...counts.fixed]]).toEqual([['happy hour'], ['happy hour']]);
    expect(countPhrases(times(4, happyHour), times(4, 0), 1).lemmas).toEqual(['hour']);
    // A food that is great is one of many foods: 5 of 26 uses are below a fifth.
    const greatFood = unit(use('great food', { lead: 'great' }), use('food', { judged: true }));
    const foods = [...times(5, greatFood), ...times(21, said('food'))];
    expect(countPhrases(foods, times(26, 0), 1).lemmas).toEqual(['food']);
  });

  it('tells verbs that pass for nouns from nouns', () => {
    const looking: SentencePhrases = { phrases: [], verbs: ['looking'] };
    const counts = countPhrases([said('good looking', 'looking'), looking, looking, looking], [0, 0, 0, 0], 1);
    expect([...counts.nounShare]).toEqual([0.25, 0.25]);
  });

  it('tells how much more often than others phrases are judged', () => {
    const counts = countPhrases([unit(use('tone', { judged: true })), said('road'), said('road', 'sky')], [0, 0, 0], 1);
    // 1 of 4 uses is judged; of "tone" every one, of "tone" and "sky" half.
    expect(counts.lemmas).toEqual(['road', 'sky', 'tone']);
    expect([judgedRatio(counts, [2]), judgedRatio(counts, [1, 2]), judgedRatio(counts, [0])]).toEqual([4, 2, 0]);
    expect(judgedRatio(countPhrases([said('road')], [0], 1), [0])).toBe(1);
  });
});
