import { describe, expect, it } from 'vitest';

import { composeReply } from '../../../../core/llm/template/template-model.ts';
import { isRefused } from '../../../../core/llm/template/refusals.ts';
import type { AgentContext } from '../../../../core/simulation/agent-context.ts';
import { contextAt } from '../../simulation/planted.ts';

/** The system recommends the target with a claim (n6). */
const recommending = (feedback: readonly string[], seed = 1): AgentContext =>
  contextAt('system', 5, { seed, feedback });

const OF_CLAIM =
  'execution/act-not-said in the stretch "recommend": expected justify by the system (positive on sound quality); found nothing';

function refused(feedback: string): string[] {
  const context = recommending([feedback]);
  return context.node.acts.filter((brief) => isRefused(brief, context)).map(({ act }) => act);
}

describe('isRefused', () => {
  it('is true of the act that the reason names, in its stretch', () => {
    expect(refused(OF_CLAIM)).toEqual(['justify']);
    expect(refused(OF_CLAIM.replace('"recommend"', '"justify"'))).toEqual([]);
    expect(refused(OF_CLAIM.replace('justify by', 'accept by'))).toEqual([]);
  });

  it('is true of every act where the reason names none', () => {
    expect(
      refused('behaviour/undeclared-claim in the stretch "recommend": expected claims declared; found some'),
    ).toEqual(['recommend', 'justify']);
    expect(refused('execution/loop: expected something new; found said before')).toEqual(['recommend', 'justify']);
  });
});

describe('an act that was refused', () => {
  const QUOTE = 'Superb sound quality for the money.';
  const replies = (feedback: readonly string[]): string[] =>
    Array.from({ length: 60 }, (_, seed) => composeReply(recommending(feedback, seed)).utterance);

  it('is said otherwise: plainly and without a quote', () => {
    expect(replies([]).filter((text) => text.includes(QUOTE)).length).toBeGreaterThan(10);
    expect(replies([OF_CLAIM]).filter((text) => text.includes(QUOTE))).toEqual([]);
  });

  it('still names its item and its aspect', () => {
    for (const text of replies([OF_CLAIM])) {
      expect(text).toContain('Zephyrine Quillmark ZQ-77 Chromatic Tuner');
      if (/sound quality/i.test(text)) continue;
      // Some claims wait for the user's question: then the recommendation stands alone.
      expect(text).not.toMatch(/owner|review|customer|buyer/i);
    }
  });
});
