import { describe, expect, it } from 'vitest';

import { startTranscript } from '../../../core/simulation/transcript.ts';
import type { Transcript } from '../../../core/simulation/dialog.ts';
import { simulateSuperNode } from '../../../core/simulation/simulate-super-node.ts';
import type { ChatModel } from '../../../core/llm/chat-model.ts';
import * as node from '../../../core/planning/super-nodes.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { config, planOf, planted, replyText, scriptedModel } from './planted.ts';

const NO_FEEDBACK = { user: [], system: [] };
const GREETING = replyText('Hello!', [{ act: 'greet' }]);
const WISH = replyText('Hi. Good sound quality, please.', [
  { act: 'greet' },
  { act: 'disclose', aspect: 'Sound Quality', polarity: 'positive', evidence: ['e1'] },
]);

const openPlan = (): DialogPlan => planOf([node.openNode({ aspectId: 0, polarity: 'positive', evidenceIds: ['e1'] })]);

const run = (model: ChatModel, plan: DialogPlan = openPlan(), transcript?: Transcript): Promise<Transcript> =>
  simulateSuperNode({
    plan,
    base: planted(),
    config: config(),
    transcript: transcript ?? startTranscript(plan, 1),
    nodeId: 'n1',
    model,
    seed: 7,
    feedback: NO_FEEDBACK,
  });

describe('turns inside a super-node', () => {
  it('alternate from the first speaker and end once every mandatory act is declared', async () => {
    const model = scriptedModel([GREETING, WISH]);
    const transcript = await run(model);
    expect(transcript.turns.map((turn) => [turn.turnIndex, turn.speaker, turn.nodeId])).toEqual([
      [0, 'system', 'n1'],
      [1, 'user', 'n1'],
    ]);
    expect(transcript.visited).toEqual([{ nodeId: 'n1', kind: 'open' }]);
    expect(transcript.turns[1]?.acts[1]).toEqual({
      act: 'disclose',
      aspectId: 0,
      polarity: 'positive',
      itemId: null,
      evidenceIds: ['e1'],
    });
    expect(transcript.violations).toEqual([]);
    expect(transcript.usage).toEqual({
      calls: 2,
      replayed: 0,
      promptTokens: 20,
      completionTokens: 10,
      costMicroUsd: 6,
      unknownTokens: 0,
      unknownCostMicroUsd: 0,
    });
  });

  it('go on until what is missing is said, and the later turn is asked for the missing acts only', async () => {
    const model = scriptedModel([GREETING, replyText('Hi.', [{ act: 'greet' }]), replyText('Yes?'), WISH]);
    const transcript = await run(model);
    expect(transcript.turns).toHaveLength(4);
    expect(model.requests[3]?.context?.node.acts.map((act) => act.act)).toEqual(['disclose']);
    expect(model.requests[3]?.context?.node.turnsLeft).toBe(1);
  });

  it('stop at the upper bound without a violation of their own: the checks find what is missing', async () => {
    const model = scriptedModel([GREETING, replyText('Hm.'), replyText('Well?'), replyText('Hm.')]);
    const transcript = await run(model);
    expect(transcript.turns).toHaveLength(4);
    expect(transcript.violations).toEqual([]);
  });

  it('keep to the lower bound although all is said', async () => {
    const plan = planOf([{ ...node.closeNode(true), minTurns: 4, maxTurns: 4 }]);
    const bye = replyText('Bye.', [{ act: 'close' }]);
    const transcript = await run(scriptedModel([bye, bye, replyText('Bye!'), replyText('Bye!')]), plan);
    expect(transcript.turns).toHaveLength(4);
  });

  it('refuse a node that the plan does not have', async () => {
    const plan = openPlan();
    await expect(run(scriptedModel([]), { ...plan, nodes: [] })).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('unusable replies', () => {
  it('are repaired once: the repair tells what is wrong and stands at call 1', async () => {
    const model = scriptedModel([GREETING, 'not json', WISH]);
    const transcript = await run(model);
    expect(transcript.turns).toHaveLength(2);
    expect(transcript.usage.calls).toBe(3);
    expect(model.requests.map((request) => request.site.call)).toEqual([0, 0, 1]);
    const [, answer, complaint] = model.requests[2]?.messages.slice(1) ?? [];
    expect(answer).toEqual({ role: 'assistant', content: 'not json' });
    expect(complaint?.content).toContain('not one JSON object');
  });

  it('end the attempt with a violation when the repair fails too', async () => {
    const bad = replyText('I take it.', [{ act: 'accept', item: 'Unknown Thing' }]);
    const transcript = await run(scriptedModel([GREETING, bad, bad]));
    expect(transcript.turns).toHaveLength(1);
    expect(transcript.violations).toHaveLength(1);
    expect(transcript.violations[0]).toMatchObject({
      check: 'reply/invalid',
      nodeId: 'n1',
      turnIndex: 1,
      speaker: 'user',
    });
    expect(transcript.violations[0]?.found).toContain('"Unknown Thing" is not an item that you know of');
  });

  it.each([
    ['content_filter', 'reply/content-filter'],
    ['refusal', 'reply/refusal'],
  ] as const)('with finish %s are the violation %s, without a repair', async (finish, check) => {
    const model = scriptedModel([{ text: GREETING, finish }]);
    const transcript = await run(model);
    expect(transcript.turns).toEqual([]);
    expect(transcript.violations.map((violation) => violation.check)).toEqual([check]);
    expect(model.requests).toHaveLength(1);
  });

  it('that are cut off are asked for once more, shorter', async () => {
    const model = scriptedModel([{ text: '{"utterance": "Hello, and', finish: 'length' }, GREETING, WISH]);
    const transcript = await run(model);
    expect(transcript.violations).toEqual([]);
    expect(transcript.turns).toHaveLength(2);
    expect(model.requests[1]?.messages.at(-1)?.content).toContain('too long and was cut off');
  });

  it('that are cut off twice, or before a word was said, are the violation reply/length', async () => {
    const cut = { text: '{"utterance": "Hello, and', finish: 'length' } as const;
    const twice = await run(scriptedModel([cut, cut]));
    expect(twice.violations.map(({ check }) => check)).toEqual(['reply/length']);
    const model = scriptedModel([{ text: '', finish: 'length' }]);
    const overflow = await run(model);
    expect(overflow.violations.map(({ check }) => check)).toEqual(['reply/length']);
    expect(model.requests).toHaveLength(1);
  });

  it('of the transport are thrown as they come: a fault is no attempt', async () => {
    const broken: ChatModel = { provider: 'broken', complete: () => Promise.reject(new Error('no route')) };
    await expect(run(broken)).rejects.toThrow('no route');
  });
});

describe('seeds', () => {
  const seedsOf = async (attempt: number): Promise<number[]> => {
    const model = scriptedModel([GREETING, WISH]);
    await run(model, openPlan(), startTranscript(openPlan(), attempt));
    return model.requests.map((request) => request.seed);
  };

  it('repeat for the same attempt and are new for each turn and each further attempt', async () => {
    const first = await seedsOf(1);
    expect(await seedsOf(1)).toEqual(first);
    const all = [...first, ...(await seedsOf(2)), ...(await seedsOf(3)), ...(await seedsOf(4))];
    expect(new Set(all).size).toBe(8);
  });
});
