import { describe, expect, it } from 'vitest';

import { createHearing, LEANS } from '../../../core/fidelity/hearing.ts';
import type { Inference } from '../../../core/text/entailment.ts';

/** Whatever is "lovely" entails that it is good, whatever is "dire" that it is bad. */
function listening() {
  const asked: Inference[] = [];
  const entails = (pairs: readonly Inference[]): Promise<number[]> => {
    asked.push(...pairs);
    const of = ({ premise, hypothesis }: Inference): number => {
      const word = hypothesis.endsWith('good.') ? 'lovely' : 'dire';
      return premise.includes(word) ? 0.9 : 0.2;
    };
    return Promise.resolve(pairs.map(of));
  };
  return { asked, hearing: createHearing({ id: 'words', entails }) };
}

describe('the hearing', () => {
  const tone = 'What a lovely tone.';

  it('answers between two rounds what was asked in the first', async () => {
    const { asked, hearing } = listening();
    expect(hearing.leans(tone, 'tone', 'positive', LEANS)).toBeNull();
    expect(await hearing.answer()).toBe(true);
    // It may be good; whether it is bad as well is the next question.
    expect(hearing.leans(tone, 'tone', 'positive', LEANS)).toBeNull();
    await hearing.answer();
    expect(hearing.leans(tone, 'tone', 'positive', LEANS)).toBe(true);
    // .9 - .2 is less than .8.
    expect(hearing.leans(tone, 'tone', 'positive', 0.8)).toBe(false);
    expect(asked.map(({ hypothesis }) => hypothesis)).toEqual(['The tone is good.', 'The tone is bad.']);
  });

  it('does not ask for the contrary where that could change nothing', async () => {
    const { asked, hearing } = listening();
    expect(hearing.leans(tone, 'tone', 'negative', 0.5)).toBeNull();
    await hearing.answer();
    expect(hearing.leans(tone, 'tone', 'negative', 0.5)).toBe(false);
    expect(await hearing.answer()).toBe(false);
    expect(asked.map(({ hypothesis }) => hypothesis)).toEqual(['The tone is bad.']);
  });

  it('asks the same thing once, and nothing that nobody asked', async () => {
    const { asked, hearing } = listening();
    hearing.leans('Dire straps.', 'straps', 'negative', LEANS);
    hearing.leans('Dire straps.', 'straps', 'negative', LEANS);
    await hearing.answer();
    hearing.leans('Dire straps.', 'straps', 'negative', LEANS);
    await hearing.answer();
    hearing.leans('Dire straps.', 'straps', 'positive', LEANS);
    expect(await hearing.answer()).toBe(false);
    expect(asked.map(({ hypothesis }) => hypothesis)).toEqual(['The straps are bad.', 'The straps are good.']);
  });

  it('knows nothing without a model, and says so at once', async () => {
    const hearing = createHearing(null);
    expect(hearing.leans(tone, 'tone', 'positive', LEANS)).toBeNull();
    expect(await hearing.answer()).toBe(false);
  });
});
