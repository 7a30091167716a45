import { describe, expect, it } from 'vitest';

import { countPhrases } from '../../../../core/aspects/naming/phrase-counts.ts';
import { rateRatio, weighPhrases } from '../../../../core/aspects/naming/weigh-phrases.ts';
import type { SentencePhrases } from '../../../../core/text/phrases.ts';
import { said, times, use } from './said.ts';

const weights = (units: SentencePhrases[], assignment: number[], clusters: number): [string, number][][] => {
  const counts = countPhrases(units, assignment, clusters);
  return weighPhrases(counts).map((own) =>
    own.map(({ phrase, weight }) => [counts.lemmas[phrase] ?? '', Number(weight.toFixed(4))]),
  );
};

describe('weighPhrases', () => {
  it('weighs by class-based TF-IDF, as by hand, and leaves out what tells nothing apart', () => {
    const units = [said('string'), said('string', 'tone'), said('food'), said('food', 'tone')];
    // Three phrases a cluster, so A = 3; nothing is judged, so aspectness is 1/2: 2/3 log(1 + 3/2) / 2.
    expect(weights(units, [0, 0, 1, 1], 2)).toEqual([[['string', 0.3054]], [['food', 0.3054]]]);
  });

  it('counts only what goes beyond twice the rate elsewhere', () => {
    const counts = countPhrases(
      [...times(4, said('tone')), said('tone'), ...times(9, said('other'))],
      [0, 0, 0, 0, ...times(10, 1)],
      2,
    );
    // 4 of 4 inside, 1 of 10 outside: 10 times as often, so 1 - 2/10 of it counts.
    expect(rateRatio(counts, counts.lemmas.indexOf('tone'), 0)).toBeCloseTo(10, 10);
    // tf 4/4, A = 14/2, f = 5: log(1 + 7/5) * 0.8 / 2
    expect(weighPhrases(counts)[0]?.[0]?.weight).toBeCloseTo(Math.log(2.4) * 0.4, 10);
  });

  it('prefers what people judge', () => {
    const judged = { phrases: [use('service', { judged: true }), use('window')], verbs: [] };
    const [first] = weights([...times(10, judged), ...times(10, said('road'))], [...times(10, 0), ...times(10, 1)], 2);
    // J = 10/30. service: (10 + 10/3) / 20 = 2/3, hence 2/3; window: (10/3) / 20 = 1/6, hence 1/3.
    expect(first?.map(([lemma]) => lemma)).toEqual(['service', 'window']);
    expect((first?.[0]?.[1] ?? 0) / (first?.[1]?.[1] ?? 1)).toBeCloseTo(2, 3);
  });

  it('takes "life" for generic, but not "battery life"', () => {
    const [first] = weights(times(3, said('battery life', 'life', 'battery')), [0, 0, 0], 1);
    const [battery, batteryLife, life] = ['battery', 'battery life', 'life'].map(
      (name) => first?.find(([lemma]) => lemma === name)?.[1],
    );
    expect(batteryLife).toBe(battery);
    expect((battery ?? 0) / (life ?? 1)).toBeCloseTo(10, 1);
  });

  it('pushes names and words that name no aspect down', () => {
    const named = { phrases: [use('phoenix', { named: true }), use('thing'), use('cable')], verbs: [] };
    const [first] = weights([named, named, named], [0, 0, 0], 1);
    expect(first?.map(([lemma]) => lemma)).toEqual(['cable', 'thing']);
    expect((first?.[0]?.[1] ?? 0) / (first?.[1]?.[1] ?? 1)).toBeCloseTo(10, 2);
  });
});
