import { describe, expect, it } from 'vitest';

import type { Violation } from '../../../core/simulation/dialog.ts';
import { feedbackFor } from '../../../core/simulation/feedback.ts';
import { fullPlan, planted } from './planted.ts';

const violation = (overrides: Partial<Violation>): Violation => ({
  check: 'execution/act-missing',
  nodeId: null,
  turnIndex: 3,
  speaker: 'system',
  expected: 'recommend by the system',
  found: 'no such act',
  ...overrides,
});

const told = (...violations: readonly Violation[]): readonly string[] =>
  feedbackFor(violations, fullPlan(), planted()).system;

describe('a reason for the next attempt', () => {
  it('says what was expected, what was found and what to do about it', () => {
    expect(told(violation({}))).toEqual([
      'execution/act-missing: expected recommend by the system; found no such act' +
        ' -> Do this task in your message and copy its act into "acts".',
    ]);
  });

  it('does not call the same act both expected and found: the item was another', () => {
    const [reason] = told(violation({ found: 'recommend by the system' }));
    expect(reason).toContain('expected recommend by the system; found the same, but of the wrong item');
  });

  it.each([
    ['execution/act-not-said', 'the very words of the aspect'],
    ['execution/loop', 'in other words than before'],
    ['reply/length', 'short sentences'],
    ['reply/invalid', 'Copy the acts of your tasks exactly'],
    ['behaviour/quote-altered', 'no quotation marks'],
    ['behaviour/declared-not-said', 'the very words of the aspect'],
    ['behaviour/undeclared-claim', 'nothing but the aspects of your tasks'],
    ['behaviour/claim-taken-back', 'praise where it is positive'],
  ])('advises on %s', (check, advice) => {
    expect(told(violation({ check }))[0]?.split(' -> ')[1]).toContain(advice);
  });

  it('has no advice for a check of which none is known', () => {
    expect(told(violation({ check: 'execution/order' }))[0]).not.toContain('->');
  });

  it('keeps its advice when the reply that it quotes ran away', () => {
    const [reason] = told(violation({ check: 'reply/length', found: 'x'.repeat(5000) }));
    expect(reason?.length).toBeLessThan(400);
    expect(reason).toMatch(/list each act once\.$/);
  });

  it('is given once, however often the fault was found, and eight at most', () => {
    expect(told(violation({}), violation({ turnIndex: 9 }))).toHaveLength(1);
    const many = Array.from({ length: 20 }, (_, index) => violation({ found: `act ${index}` }));
    expect(told(...many)).toHaveLength(8);
  });
});
