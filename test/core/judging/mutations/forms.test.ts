import { describe, expect, it } from 'vitest';

import * as claims from '../../../../core/judging/mutations/bank/claims.ts';
import * as endings from '../../../../core/judging/mutations/bank/endings.ts';
import * as fillers from '../../../../core/judging/mutations/bank/fillers.ts';
import * as items from '../../../../core/judging/mutations/bank/items.ts';
import * as later from '../../../../core/judging/mutations/bank/later.ts';
import * as preferences from '../../../../core/judging/mutations/bank/preferences.ts';
import * as quotations from '../../../../core/judging/mutations/bank/quotations.ts';
import { fillForm } from '../../../../core/judging/mutations/fill-form.ts';
import { paraphraseDialog, paraphraseTurns } from '../../../../core/judging/mutations/paraphrases.ts';
import * as system from '../../../../core/judging/mutations/paraphrases/system.ts';
import * as user from '../../../../core/judging/mutations/paraphrases/user.ts';
import { wilsonInterval } from '../../../../core/judging/mutations/wilson.ts';
import { withOppositeWord } from '../../../../core/judging/mutations/word-flips.ts';
import { createRandom } from '../../../../core/random.ts';
import { accepted, world } from './accepted.ts';

const SLOTS = { item: 'the Arvolt', other: 'the Kelbro', quote: 'as good as new' };
const { CLAIM_QUOTED, ANSWER_FOR, ANSWER_AGAINST, ...claimed } = claims;

describe('forms', () => {
  it.each(Object.entries({ ...claimed, ...endings, ...fillers, ...items, ...later, ...preferences, ...quotations }))(
    '%s has at least 25, all different',
    (_, forms) => {
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms.length).toBeGreaterThanOrEqual(25);
    },
  );

  it.each(Object.entries({ ...user, ...system, ANSWER_FOR, ANSWER_AGAINST }))(
    '%s has at least 20, all different',
    (_, forms) => {
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms.length).toBeGreaterThanOrEqual(20);
    },
  );

  it('can all be filled, for one thing and for several', () => {
    const every = [claims, endings, fillers, items, later, preferences, quotations, user, system];
    const forms = every.flatMap((bank) => Object.values(bank).flat());
    expect(forms).toEqual(expect.arrayContaining([...CLAIM_QUOTED]));
    for (const form of forms) {
      for (const a of ['sound', 'strings']) expect(fillForm(form, { a, ...SLOTS })).not.toMatch(/[{}]/);
    }
  });

  it('agree with the label in number', () => {
    expect(fillForm('{Is} the {a} good? {a} {has} to be.', { a: 'strings' })).toBe(
      'Are the strings good? strings have to be.',
    );
    expect(fillForm('the {a} matter{s}', { a: 'bass' })).toBe('the bass matters');
    expect(fillForm('the {a} matter{s}', { a: 'picks' })).toBe('the picks matter');
  });

  it('are refused half-filled', () => {
    expect(() => fillForm('I had {item}.', {})).toThrow(RangeError);
  });
});

describe('withOppositeWord', () => {
  it('turns the one word that evaluates, outside of quotations', () => {
    expect(withOppositeWord('Great tone. I said "good tone"', 'tone')).toBe('Terrible tone. I said "good tone"');
  });

  it('leaves alone what is negated, evaluated twice, or of something else', () => {
    expect(withOppositeWord('The tone is not bad', 'tone')).toBeNull();
    expect(withOppositeWord('I love good tone', 'tone')).toBeNull();
    expect(withOppositeWord('I care for tone. I would love to write: "fine"', 'tone')).toBeNull();
  });
});

describe('wilsonInterval', () => {
  it('equals hand-computed intervals', () => {
    // 0 of 60: high = z^2 / (60 + z^2) = 3.8415 / 63.8415.
    expect(wilsonInterval(0, 60)[0]).toBe(0);
    expect(wilsonInterval(0, 60)[1]).toBeCloseTo(0.06017, 4);
    // 8 of 10 (Brown, Cai and DasGupta's example of the formula): 0.4902 to 0.9433.
    expect(wilsonInterval(8, 10)[0]).toBeCloseTo(0.4902, 4);
    expect(wilsonInterval(8, 10)[1]).toBeCloseTo(0.9433, 4);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('paraphrases', () => {
  const base = world();
  const dialog = accepted(base);

  it('say each turn again under the same declarations', () => {
    const turns = paraphraseTurns(dialog, base, 1);
    expect(turns).toHaveLength(dialog.transcript.turns.length);
    for (const { paraphrase } of turns) {
      const { turns: said } = paraphrase.transcript;
      expect(said.map(({ acts }) => acts)).toEqual(dialog.transcript.turns.map(({ acts }) => acts));
      const changed = said.filter(({ text }, place) => text !== dialog.transcript.turns[place]?.text);
      expect(changed.every(({ turnIndex }) => paraphrase.at.includes(turnIndex))).toBe(true);
    }
    expect(turns.map(({ acts }) => acts).flat()).toEqual(
      expect.arrayContaining([
        'user disclose negative',
        'system justify negative',
        'system elicit aspect',
        'user reject',
      ]),
    );
  });

  it('say a whole dialog in no sentence twice, and the same for the same seed', () => {
    const { transcript, at } = paraphraseDialog(dialog, base, createRandom(5));
    expect(at).toHaveLength(dialog.transcript.turns.length);
    const texts = transcript.turns.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(paraphraseDialog(dialog, base, createRandom(5)).transcript).toEqual(transcript);
  });
});
