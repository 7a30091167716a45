import { describe, expect, it } from 'vitest';

import type { UserAgentContext } from '../../../core/simulation/agent-context.ts';
import { buildUserContext } from '../../../core/simulation/build-context.ts';
import { parseReply, REPLY_JSON_SCHEMA } from '../../../core/simulation/reply.ts';
import { startTranscript } from '../../../core/simulation/transcript.ts';
import { config, fullPlan, planted, replyText } from './planted.ts';

function historyContext(): UserAgentContext {
  const plan = fullPlan();
  const node = plan.nodes[2];
  if (!node) throw new Error('the full plan has a third node');
  const transcript = startTranscript(plan, 1);
  return buildUserContext({ plan, base: planted(), config: config(), transcript, node, feedback: [], seed: 1 });
}

describe('parseReply', () => {
  it('maps labels and names to ids, whatever their case, by full or short title', () => {
    for (const item of ['marrowstone strap - 2 inch leather', 'Marrowstone Strap 2 Inch Leather']) {
      const text = replyText('My strap never hurt the strings.', [
        { act: 'refer_history', aspect: ' Guitar  STRINGS', polarity: 'positive', item, evidence: ['e3', 'e3'] },
      ]);
      expect(parseReply(text, historyContext())).toEqual({
        ok: true,
        reply: {
          utterance: 'My strap never hurt the strings.',
          acts: [{ act: 'refer_history', aspectId: 1, polarity: 'positive', itemId: 'past', evidenceIds: ['e3'] }],
        },
      });
    }
  });

  it('takes a fenced object', () => {
    expect(parseReply(`\`\`\`json\n${replyText('Hi.')}\n\`\`\``, historyContext()).ok).toBe(true);
  });

  it.each([
    ['prose', 'Sure, here it is.', 'not one JSON object'],
    ['a truncated object', replyText('Hi there.').slice(0, -4), 'not one JSON object'],
    ['an empty utterance', replyText('  '), 'utterance'],
    ['an unknown act', replyText('Hi.', [{ act: 'sing' }]), 'acts.0.act'],
    ['an unknown aspect', replyText('Hi.', [{ act: 'disclose', aspect: 'aura' }]), '"aura" is not one of the aspects'],
    ['an item not yet named', replyText('Hi.', [{ act: 'accept', item: 'Brontide Clip Tuner' }]), 'not an item'],
    ['evidence of others', replyText('Hi.', [{ act: 'disclose', evidence: ['e4'] }]), 'there is no evidence "e4"'],
    ['a field too many', '{"utterance": "Hi.", "acts": [], "mood": "good"}', 'mood'],
  ])('says what is wrong with %s', (_, text, problem) => {
    const parsed = parseReply(text, historyContext());
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.problem).toContain(problem);
  });

  it('has a schema in the strict form: every property required, none besides', () => {
    const { properties, required } = REPLY_JSON_SCHEMA.json;
    expect([...required].sort()).toEqual(Object.keys(properties).sort());
    const act = properties.acts.items;
    expect([...act.required].sort()).toEqual(Object.keys(act.properties).sort());
    expect(act.additionalProperties).toBe(false);
  });
});
