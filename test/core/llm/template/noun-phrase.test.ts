import { describe, expect, it } from 'vitest';

import { nounPhrase, withAdjective } from '../../../../core/llm/template/noun-phrase.ts';

describe('labels in sentences', () => {
  it.each([
    ['ear pads', true, 'great ear pads'],
    ['Sound Quality', false, 'great sound quality'],
    ['strap', false, 'a great strap'],
    ['bass', false, 'great bass'],
    ['customer service', false, 'great customer service'],
    ['staff', true, 'great staff'],
    ['volume pedal', false, 'a great volume pedal'],
    ['brass', false, 'a great brass'],
  ])('%s', (label, plural, phrase) => {
    expect(nounPhrase(label).plural).toBe(plural);
    expect(withAdjective(nounPhrase(label), 'great')).toBe(phrase);
  });

  it('take "an" before a vowel', () => {
    expect(withAdjective(nounPhrase('strap'), 'excellent')).toBe('an excellent strap');
  });
});
