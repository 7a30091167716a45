import { describe, expect, it } from 'vitest';

import { MEASURES, silenceOf, type ArmDialog } from '../../../core/experiments/measures.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';
import { armDialog } from './arm-dialog.ts';

function measured(id: string, dialogs: readonly ArmDialog[], weights = dialogs.map(() => 1)): number | null {
  const measure = MEASURES.find((one) => one.id === id);
  if (measure === undefined) throw new Error(`no measure ${id}`);
  return measure.statistic(dialogs, weights);
}

describe('measures', () => {
  it('count targets, whatever became of them', () => {
    const dialogs = [
      armDialog(),
      armDialog({ attempts: 3, firstViolations: ['a', 'a', 'b'] }),
      armDialog({ accepted: false, attempts: 4, firstViolations: ['a'], turns: 2 }),
      armDialog({ accepted: false, attempts: 1 }),
    ];
    expect(measured('accepted', dialogs)).toBe(0.5);
    expect(measured('acceptedAtOnce', dialogs)).toBe(0.25);
    expect(measured('violationsAtOnce', dialogs)).toBe(1);
    expect(measured('turns', dialogs)).toBe(8);
    expect(measured('accepted', dialogs, [3, 0, 1, 0])).toBe(0.75);
  });

  it('take shares over all statements, and have none of no statements', () => {
    const { reference } = armDialog();
    const dialogs = [
      armDialog({ reference: { ...reference, claimsCited: { statements: 3, held: 3 } } }),
      armDialog({ reference: { ...reference, claimsCited: { statements: 1, held: 0 } } }),
    ];
    expect(measured('claimsCited', dialogs)).toBe(0.75);
    expect(measured('preferencesLater', dialogs)).toBeNull();
  });

  it('take variety over pairs of different targets', () => {
    const dialogs = ['a', 'a', 'b'].map((shape) => armDialog({ shape }));
    // Of the pairs aa, ab, ab two differ.
    expect(measured('planVariety', dialogs)).toBeCloseTo(2 / 3, 12);
    // The first drawn twice is no pair with itself: ab is the only one there is.
    expect(measured('planVariety', dialogs, [2, 0, 1])).toBe(1);
    expect(measured('planVariety', dialogs, [3, 0, 0])).toBeNull();
  });

  it('bill all attempts to the accepted dialogs', () => {
    const usage = { ...NO_USAGE, costMicroUsd: 300_000 };
    expect(measured('cost', [armDialog({ usage }), armDialog({ usage, accepted: false })])).toBeCloseTo(0.6, 12);
  });
});

describe('silenceOf', () => {
  it('lets a language model show everything', () => {
    for (const { id } of MEASURES) {
      for (const experiment of ['plans', 'profiles', 'noise'] as const) {
        expect(silenceOf(experiment, id, 'openai')).toBeNull();
      }
    }
  });

  it('lets the template model show what its plans alone decide', () => {
    const shown = (experiment: 'plans' | 'profiles' | 'noise'): string[] =>
      MEASURES.map(({ id }) => id).filter((id) => silenceOf(experiment, id, 'template') === null);
    const ofThePlan = ['statements', 'turnedDown', 'turns', 'planVariety', 'calls'];
    expect(shown('plans')).toEqual(ofThePlan);
    expect(shown('profiles')).toEqual(['claimsCited', 'preferencesCited', 'preferencesLater', ...ofThePlan]);
    // Noise is planted by us: what it does, it does.
    expect(shown('noise')).toEqual(MEASURES.map(({ id }) => id).filter((id) => id !== 'tokens' && id !== 'cost'));
  });
});
