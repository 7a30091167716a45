import { describe, expect, it } from 'vitest';

import { listed, saidBefore } from '../../../../core/llm/template/said-before.ts';
import type { AgentContext } from '../../../../core/simulation/agent-context.ts';
import { contextAt } from '../../simulation/planted.ts';

type Said = readonly (readonly ['user' | 'system', string])[];

const contextAfter = (role: 'user' | 'system', said: Said, nodeIndex: number): AgentContext => ({
  ...contextAt(role, nodeIndex, { seed: 1 }),
  transcript: said.map(([speaker, text]) => ({ speaker, text })),
});

describe('saidBefore', () => {
  it("hears the aspects of the other's last turn in their order, not those in quotes", () => {
    const said: Said = [
      ['system', 'What about the battery life?'],
      ['user', 'I like a low price and good sound quality. My review said: "The clip broke."'],
    ];
    expect(saidBefore(contextAfter('system', said, 5)).heard).toEqual(['price', 'sound quality']);
    expect(saidBefore(contextAfter('user', said, 8)).heard).toEqual([]);
  });

  it('takes up only those wishes of the user that it has good to tell of', () => {
    const said: Said = [['user', 'The price matters, and the sound quality too.']];
    // n6 recommends the target and praises its sound quality alone.
    expect(saidBefore(contextAfter('system', said, 5)).wishes).toEqual(['sound quality']);
    expect(saidBefore(contextAfter('system', said, 0)).wishes).toEqual([]);
  });

  it('knows the item on the table by the title spoken last', () => {
    const weak = 'Try the Brontide Clip Tuner.';
    const said: Said = [
      ['system', weak],
      ['user', 'No, thank you.'],
      ['system', 'Then the Zephyrine Quillmark ZQ-77 Chromatic Tuner.'],
    ];
    expect(saidBefore(contextAfter('system', said, 6)).itemOnTable).toBe('target');
    expect(saidBefore(contextAfter('system', said.slice(0, 2), 6)).itemOnTable).toBe('weak');
    expect(saidBefore(contextAfter('system', [], 0)).itemOnTable).toBeNull();
  });
});

describe('listed', () => {
  it('joins as people do', () => {
    expect(listed([])).toBe('');
    expect(listed(['price'])).toBe('the price');
    expect(listed(['price', 'strings'])).toBe('the price and the strings');
    expect(listed(['price', 'strings', 'sound'])).toBe('the price, the strings and the sound');
  });
});
