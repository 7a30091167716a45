import { describe, expect, it } from 'vitest';

import { askAgent, type AgentAnswer } from '../../../core/simulation/ask-agent.ts';
import { buildUserContext } from '../../../core/simulation/build-context.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';
import { startTranscript } from '../../../core/simulation/transcript.ts';
import { config, fullPlan, planned, planted, replyText, scriptedModel } from './planted.ts';

const STRAP = 'Marrowstone Strap 2 Inch Leather';
const GOOD = replyText('My strap never hurt the strings.', [
  { act: 'refer_history', aspect: 'guitar strings', polarity: 'positive', item: STRAP, evidence: ['e3'] },
]);
const INVENTED = replyText('My strap is fine.', [{ act: 'refer_history', evidence: ['e3', 'e8'] }]);

type Script = Parameters<typeof scriptedModel>[0];

async function ask(replies: Script): Promise<{ answer: AgentAnswer; model: ReturnType<typeof scriptedModel> }> {
  const plan = fullPlan();
  const transcript = startTranscript(plan, 1);
  const context = buildUserContext({
    plan,
    base: planted(),
    config: config(),
    transcript,
    node: planned(plan, 2),
    feedback: [],
    seed: 5,
  });
  const model = scriptedModel(replies);
  const agent = { model: 'small', temperature: 0.3, maxOutputTokens: 50 };
  const site = { dialogId: plan.dialogId, attempt: 1, nodeId: 'n3', turnIndex: 0, role: 'user' } as const;
  return { answer: await askAgent({ model, agent, context, site, usage: NO_USAGE }), model };
}

describe('one repair', () => {
  it('puts a broken object right and counts both calls', async () => {
    const { answer, model } = await ask(['{"utterance": "My str', GOOD]);
    expect(answer.ok && answer.reply.acts[0]?.evidenceIds).toEqual(['e3']);
    expect(answer.usage.calls).toBe(2);
    expect(model.requests.map(({ site }) => site.call)).toEqual([0, 1]);
  });

  it('tells, as data, what is wrong and which acts to copy', async () => {
    const { model } = await ask([INVENTED, GOOD]);
    const complaint = model.requests[1]?.messages.at(-1)?.content ?? '';
    expect(complaint).toContain('there is no evidence \\"e8\\"');
    expect(complaint).toContain('"act":"refer_history","aspect":"guitar strings"');
    expect(complaint).toContain('"evidence":["e3"]');
  });

  it('is given to a reply that was cut off, and asks for a shorter one', async () => {
    const { answer, model } = await ask([{ text: GOOD.slice(0, 40), finish: 'length' }, GOOD]);
    expect(answer.ok).toBe(true);
    expect(model.requests[1]?.messages.at(-1)?.content).toContain('too long');
  });

  it('sends no more than a part of a reply that ran away', async () => {
    const { model } = await ask([{ text: 'x'.repeat(5000), finish: 'length' }, GOOD]);
    expect(model.requests[1]?.messages.at(-2)?.content).toHaveLength(800);
  });
});

describe('what stays wrong is a reason, never an exception', () => {
  it.each<[string, Script, string, number]>([
    ['broken twice', ['no', 'nor this'], 'reply/invalid', 2],
    ['an invented handle twice', [INVENTED, INVENTED], 'reply/invalid', 2],
    [
      'cut off twice',
      [
        { text: '{"ut', finish: 'length' },
        { text: '{"u', finish: 'length' },
      ],
      'reply/length',
      2,
    ],
    ['a prompt too long for the context', [{ text: '', finish: 'length' }], 'reply/length', 1],
    ['a content filter', [{ text: '', finish: 'content_filter' }], 'reply/content-filter', 1],
    ['a content filter at the repair', ['no', { text: '', finish: 'content_filter' }], 'reply/content-filter', 2],
    ['a prompt that is not taken', [{ text: 'Failed to generate JSON.', finish: 'rejected' }], 'reply/rejected', 1],
    ['a refusal', [{ text: 'I cannot do that.', finish: 'refusal' }], 'reply/refusal', 1],
  ])('%s', async (_, replies, check, calls) => {
    const { answer } = await ask(replies);
    expect(!answer.ok && answer.fault.check).toBe(check);
    expect(answer.usage.calls).toBe(calls);
  });
});

describe('the request', () => {
  it("has the agent's own model, temperature and bound, the context's seed, and a schema of the turn's acts and handles", async () => {
    const { model } = await ask([GOOD]);
    expect(model.requests[0]).toMatchObject({ model: 'small', temperature: 0.3, maxOutputTokens: 50, seed: 5 });
    const schema = JSON.stringify(model.requests[0]?.schema.json);
    expect(schema).toContain('"enum":["refer_history"]');
    expect(schema).toContain('"enum":["e3"]');
    expect(schema).not.toContain('Marrowstone');
  });
});
