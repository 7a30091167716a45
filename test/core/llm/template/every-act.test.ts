import { describe, expect, it } from 'vitest';

import { composeReply } from '../../../../core/llm/template/template-model.ts';
import { DIALOG_ACTS, type DialogAct, type Polarity } from '../../../../core/planning/dialog-act.ts';
import type { ActBrief, AgentContext, EvidenceBrief, Persona } from '../../../../core/simulation/agent-context.ts';
import { contextAt } from '../../simulation/planted.ts';

const STYLES: readonly Persona['style'][] = ['terse', 'chatty', 'expert', 'unsure'];
const POLARITIES: readonly (Polarity | null)[] = ['positive', 'neutral', 'negative', null];
/** A quality and a thing, singular, plural and uncountable; before a vowel and not. */
const ASPECTS = ['sound quality', 'guitar strings', 'price', 'clip', 'action'];
const WEAK = { itemId: 'weak', name: 'Brontide Clip Tuner for Guitar and Bass, Red' };
const TARGET = { itemId: 'target', name: 'Zephyrine Quillmark ZQ-77 Chromatic Tuner, Matte Black' };
const SEEDS = 40;

const SPEAKERS: Readonly<Record<DialogAct, readonly ('user' | 'system')[]>> = {
  greet: ['user', 'system'],
  elicit: ['system'],
  disclose: ['user'],
  refer_history: ['user'],
  recommend: ['system'],
  justify: ['system'],
  inquire: ['user'],
  answer: ['user', 'system'],
  critique: ['user'],
  compare: ['system'],
  reject: ['user'],
  accept: ['user'],
  close: ['user', 'system'],
};
/** Without an item there is nothing to praise or take; without an aspect, nothing to say of it. */
const WITH_ITEM = new Set<DialogAct>([
  'recommend',
  'justify',
  'compare',
  'critique',
  'reject',
  'accept',
  'inquire',
  'refer_history',
]);
const WITH_ASPECT = new Set<DialogAct>([
  'disclose',
  'refer_history',
  'justify',
  'inquire',
  'answer',
  'critique',
  'compare',
  'elicit',
]);

const quoteOf = (polarity: Polarity | null, label: string): EvidenceBrief => ({
  evidenceId: 'e9',
  role: 'community',
  aspect: label,
  itemName: WEAK.name,
  quote: `What I have to say of the ${label} stands here`,
  sentiment: polarity === 'negative' ? -0.6 : polarity === 'positive' ? 0.6 : 0,
});

function briefOf(act: DialogAct, polarity: Polarity | null, label: string, item = WEAK): ActBrief {
  return {
    act,
    polarity,
    aspect: WITH_ASPECT.has(act) ? { aspectId: 3, label } : null,
    item: WITH_ITEM.has(act) ? item : null,
    evidence: WITH_ASPECT.has(act) && act !== 'elicit' && act !== 'inquire' ? [quoteOf(polarity, label)] : [],
    mandatory: true,
  };
}

const KNOWN = { user: contextAt('user', 1), system: contextAt('system', 5) };
const COMPARING = contextAt('system', 7);

function contextOf(
  role: 'user' | 'system',
  acts: readonly ActBrief[],
  seed: number,
  style: Persona['style'],
): AgentContext {
  const context = KNOWN[role];
  const said = [{ speaker: role === 'user' ? ('system' as const) : ('user' as const), text: 'What about the price?' }];
  // An answer needs a question; every other seed has an aspect to take up.
  const transcript = acts.some(({ act }) => act === 'answer') || seed % 2 === 0 ? said : [];
  const turn = { seed, transcript, node: { ...context.node, acts } };
  return context.role === 'user' ? { ...context, ...turn, persona: { style } } : { ...context, ...turn };
}

/** Quotes are others' words, titles have capitals of their own. */
function faultsOf(utterance: string): string[] {
  const own = utterance.replaceAll(/"[^"]*"/g, '"quote."').replaceAll(/(?:Brontide|Zephyrine)[\w -]*Tuner/g, 'Title');
  const faults: readonly (readonly [string, RegExp])[] = [
    ['doubled word', /\b(\p{L}+) \1\b(?<!\b(?:hi hi|hey hey|hello hello))/iu],
    ['leftover slot', /[{}<>[\]|()]|undefined|NaN/],
    ['stray space or mark', /\s[,.;:!?]|\s\s|[,;:][,.;:!?]|\.\./],
    ['small first letter', /(?:^|[.!?] )\p{Ll}/u],
    [
      'wrong article',
      /\ba [aeio]\p{Ll}+(?<!\bone\b)\b|\ban [bcdfgjklmnpqrstvwxyz]|\b(?:the|its|a) (?:the|its|it|this)\b/iu,
    ],
    ['no end', /[^.!?"']$/],
  ];
  return faults.filter(([, pattern]) => pattern.test(own)).map(([fault]) => `${fault}: ${utterance}`);
}

const CASES = DIALOG_ACTS.flatMap((act) => SPEAKERS[act].map((role) => [act, role] as const));

it.each([
  ['doubled word', 'I like like it.'],
  ['leftover slot', 'I like {aspect}.'],
  ['stray space or mark', 'I like it,.'],
  ['small first letter', 'Yes. it is good.'],
  ['wrong article', 'It has a excellent clip.'],
  ['wrong article', 'Look at the it.'],
  ['no end', 'I like it'],
])('a %s is found', (fault, text) => {
  expect(faultsOf(text)).toEqual([`${fault}: ${text}`]);
});

describe('every act, by every speaker', () => {
  it.each(CASES)('%s by the %s: whole sentences in every persona, polarity and kind of aspect', (act, role) => {
    const faults = STYLES.flatMap((style) =>
      POLARITIES.flatMap((polarity) =>
        Array.from({ length: SEEDS }, (_, seed) => {
          const brief = briefOf(act, polarity, ASPECTS[seed % ASPECTS.length] ?? '');
          const { utterance } = composeReply(contextOf(role, [brief], seed, style));
          return utterance.trim() === '' ? ['nothing said'] : faultsOf(utterance);
        }).flat(),
      ),
    );
    expect(faults.slice(0, 5)).toEqual([]);
  });
});

describe('a persona', () => {
  /** Mean words of the user's preferences, questions, complaints and decisions. */
  function meanWords(style: Persona['style']): number {
    const acts: readonly DialogAct[] = ['disclose', 'inquire', 'critique', 'accept', 'greet', 'close'];
    const words = acts.flatMap((act) =>
      Array.from({ length: 200 }, (_, seed) => {
        const brief = {
          ...briefOf(act, act === 'critique' ? 'negative' : 'positive', ASPECTS[seed % 5] ?? ''),
          evidence: [],
        };
        return composeReply(contextOf('user', [brief], seed, style)).utterance.split(' ').length;
      }),
    );
    return words.reduce((sum, count) => sum + count, 0) / words.length;
  }

  it('is heard in the length of its turns: the terse clearly the shortest', () => {
    const [terse = 0, ...others] = STYLES.map(meanWords);
    for (const mean of others) expect(mean).toBeGreaterThan(1.2 * terse);
  });

  it('hedges when unsure, exclaims when chatty, does neither as an expert', () => {
    const said = (style: Persona['style']): string[] =>
      Array.from({ length: 300 }, (_, seed) => {
        const act = (['disclose', 'critique', 'accept'] as const)[seed % 3] ?? 'accept';
        return composeReply(contextOf('user', [briefOf(act, 'negative', 'clip')], seed, style)).utterance;
      });
    const share = (style: Persona['style'], pattern: RegExp): number =>
      said(style).filter((text) => pattern.test(text.replaceAll(/"[^"]*"/g, ''))).length / 300;
    const hedges =
      /\b(?:I (?:think|guess|suppose|believe|fear)|maybe|perhaps|probably|hmm|um|er|not sure|afraid|if)\b/i;
    const exclaims = /!|\b(?:oh|ah|ooh|ugh|you know what|so)\b/i;
    expect(share('unsure', hedges)).toBeGreaterThan(0.5);
    expect(share('expert', hedges)).toBeLessThan(0.2);
    expect(share('chatty', exclaims)).toBeGreaterThan(share('expert', exclaims) + 0.2);
  });
});

describe('a complaint answered by comparing', () => {
  const acts = [
    briefOf('compare', 'negative', 'clip'),
    { ...briefOf('recommend', null, 'clip', TARGET), aspect: null },
    { ...briefOf('justify', 'positive', 'price', TARGET), aspect: { aspectId: 2, label: 'price' } },
    briefOf('justify', 'positive', 'clip', TARGET),
  ];
  const replies = Array.from({ length: 200 }, (_, seed) => {
    const transcript = [
      { speaker: 'system' as const, text: 'How about the Brontide Clip Tuner?' },
      { speaker: 'user' as const, text: "I don't like what I hear about the clip." },
    ];
    return composeReply({ ...COMPARING, transcript, seed, node: { ...COMPARING.node, acts } });
  });

  it('names what fell short, then what is recommended, then what speaks for it on that aspect', () => {
    for (const { utterance, acts: done } of replies) {
      expect(utterance.indexOf('Brontide')).toBeGreaterThanOrEqual(0);
      expect(utterance.indexOf('Zephyrine')).toBeGreaterThan(utterance.indexOf('Brontide'));
      expect(done.map(({ act, aspect }) => [act, aspect])).toEqual([
        ['compare', 'clip'],
        ['recommend', null],
        ['justify', 'clip'],
        ['justify', 'price'],
      ]);
    }
  });

  it('may join the two in one sentence, and never speaks of the one on the table as long gone', () => {
    const joined = replies.filter(({ utterance }) =>
      /with the clip, |of the Brontide[^.]*, |about the clip, /.test(utterance),
    );
    expect(joined.length).toBeGreaterThan(20);
    expect(joined.length).toBeLessThan(160);
    for (const { utterance } of replies) {
      expect(utterance).not.toMatch(/remember the|left behind|set aside/i);
      expect(faultsOf(utterance)).toEqual([]);
    }
  });
});
