import { describe, expect, it } from 'vitest';

import { compileGrammar, type Part } from '../../../../core/llm/template/compile-grammar.ts';
import { expand } from '../../../../core/llm/template/expand.ts';
import { ACCEPT } from '../../../../core/llm/template/grammar/accept.ts';
import { CLAIM } from '../../../../core/llm/template/grammar/claim.ts';
import { CLOSE } from '../../../../core/llm/template/grammar/close.ts';
import { COMPARE } from '../../../../core/llm/template/grammar/compare.ts';
import { CRITIQUE } from '../../../../core/llm/template/grammar/critique.ts';
import { DISCLOSE } from '../../../../core/llm/template/grammar/disclose.ts';
import { DISLIKE } from '../../../../core/llm/template/grammar/dislike.ts';
import { ELICIT } from '../../../../core/llm/template/grammar/elicit.ts';
import type { Grammar } from '../../../../core/llm/template/grammar/grammar.ts';
import { GREET } from '../../../../core/llm/template/grammar/greet.ts';
import { INQUIRE } from '../../../../core/llm/template/grammar/inquire.ts';
import { REACT } from '../../../../core/llm/template/grammar/react.ts';
import { QUOTING } from '../../../../core/llm/template/grammar/quoting.ts';
import { RECOMMEND } from '../../../../core/llm/template/grammar/recommend.ts';
import { REFER_HISTORY } from '../../../../core/llm/template/grammar/refer-history.ts';
import { REJECT } from '../../../../core/llm/template/grammar/reject.ts';
import { createRandom } from '../../../../core/random.ts';

const TOY: Grammar = {
  greeting: ['(hi|hello) [there] <who>.', 'hey.'],
  who: ['you', 'friend', 'all'],
  'who@formal': ['sir'],
  joined: ['<greeting>', '<who>'],
};

const sizes = (grammar: Grammar, rule: string, variants: readonly string[] = []): number[] =>
  compileGrammar(grammar, variants)
    .rule(rule)
    .map(({ size }) => size);

function said(alternative: string, variants: readonly string[], seeds: number): Set<string> {
  const voices = Array.from({ length: seeds }, (_, seed) => ({ variants, random: createRandom(seed) }));
  return new Set(voices.map((voice) => expand(TOY, alternative, { values: {}, forms: {} }, voice)));
}

describe('compileGrammar', () => {
  it('counts realisations: choices and options multiply, rules add up', () => {
    // (2) * (1 + 1) * 3 and 1.
    expect(sizes(TOY, 'greeting')).toEqual([12, 1]);
    expect(sizes(TOY, 'greeting', ['formal'])).toEqual([4, 1]);
  });

  it('weighs wording by the root of its realisations, joints alike', () => {
    const known = compileGrammar(TOY, []);
    expect(known.rule('greeting').map(({ weight }) => weight)).toEqual([Math.sqrt(12), 1]);
    expect(known.rule('joined').map(({ weight }) => weight)).toEqual([1, 1]);
  });

  it('says every realisation, and no other', () => {
    const all = ['Hi', 'Hello'].flatMap((hello) =>
      ['', ' there'].flatMap((there) => ['you', 'friend', 'all'].map((who) => `${hello}${there} ${who}.`)),
    );
    expect(said('<greeting>', [], 400)).toEqual(new Set([...all, 'Hey.']));
    expect(said('<who>!', ['formal'], 50)).toEqual(new Set(['Sir!']));
  });

  it('keeps brackets that nest apart', () => {
    const [choice] = compileGrammar(TOY, []).parse('(a|(b|c) d)');
    const options: readonly Part[][] = choice?.kind === 'choice' ? choice.options.map(({ parts }) => [...parts]) : [];
    expect(options.map((parts) => parts.map(({ kind }) => kind))).toEqual([['text'], ['choice', 'text']]);
  });

  it.each<[string, Grammar, string]>([
    ['a rule that is not there', { start: ['<nowhere>'] }, 'no rule named, <nowhere>'],
    ['a rule without an end', { start: ['again <start>'] }, 'no end to'],
    ['a bracket that is not closed', { start: ['(one|two'] }, 'no ) to close "(one|two"'],
  ])('refuses %s', (_, grammar, message) => {
    expect(() => compileGrammar(grammar, []).rule('start')).toThrow(message);
  });
});

const ALL: Readonly<Record<string, Grammar>> = {
  ACCEPT,
  CLAIM,
  CLOSE,
  COMPARE,
  CRITIQUE,
  PREFERENCES: { ...DISCLOSE, ...DISLIKE, ...QUOTING },
  ELICIT,
  GREET,
  INQUIRE,
  REACT,
  RECOMMEND,
  REFER_HISTORY,
  REJECT,
};
const VARIANTS = [
  [],
  ['plain'],
  ['heard', 'terse'],
  ['wishes', 'warm'],
  ['chatty'],
  ['expert'],
  ['unsure'],
  ['formal'],
];

describe('our grammars', () => {
  it.each(Object.keys(ALL))('%s compiles for every voice: no rule missing, none without an end', (name) => {
    const grammar = ALL[name] ?? {};
    const rules = new Set(Object.keys(grammar).map((rule) => rule.split('@')[0] ?? rule));
    const counts = VARIANTS.flatMap((variants) =>
      // A rule that exists as a variant only is asked for by those who have it.
      [...rules].filter((rule) => grammar[rule] !== undefined).flatMap((rule) => sizes(grammar, rule, variants)),
    );
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
  });
});
