import { describe, expect, it } from 'vitest';

import { createHearing, leaningOfSign } from '../../../core/fidelity/hearing.ts';
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
  it('answers between two rounds what was asked in the first', async () => {
    const { asked, hearing } = listening();
    expect(hearing.sign('What a lovely tone.', 'tone')).toBeNull();
    expect(await hearing.answer()).toBe(true);
    expect(hearing.sign('What a lovely tone.', 'tone')).toBeCloseTo(0.7);
    expect(asked.map(({ hypothesis }) => hypothesis)).toEqual(['The tone is good.', 'The tone is bad.']);
  });

  it('asks the same thing once, and nothing that nobody asked', async () => {
    const { asked, hearing } = listening();
    hearing.sign('Dire straps.', 'straps');
    hearing.sign('Dire straps.', 'straps');
    await hearing.answer();
    hearing.sign('Dire straps.', 'straps');
    expect(await hearing.answer()).toBe(false);
    expect(asked.map(({ hypothesis }) => hypothesis)).toEqual(['The straps are good.', 'The straps are bad.']);
  });

  it('knows nothing without a model, and says so at once', async () => {
    const hearing = createHearing(null);
    expect(hearing.sign('What a lovely tone.', 'tone')).toBeNull();
    expect(await hearing.answer()).toBe(false);
  });

  it.each([
    [0.7, 'positive'],
    [-0.7, 'negative'],
    [0.1, 'unclear'],
    [null, 'unclear'],
  ] as const)('reads %f as %s', (sign, leaning) => {
    expect(leaningOfSign(sign)).toBe(leaning);
  });
});
