import { PipelineError } from '../../errors.ts';
import { createRandom } from '../../random.ts';
import type { AgentContext } from '../../simulation/agent-context.ts';
import type { AgentReply } from '../../simulation/reply.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { chooseActs } from './choose-acts.ts';
import { realiseAct, realiseReaction } from './realise-act.ts';
import { newTurn } from './realisation.ts';

/** Raise it whenever the same context and seed give other words. */
export const TEMPLATE_VERSION = '1';

/**
 * The embedded default model: a preference-aware grammar that realises each act from its context. It knows what a
 * language model in its place would know (`request.context`) and nothing else, needs no key, is deterministic by the
 * context's seed, and says of itself that it is a template.
 */
export function createTemplateModel(): ChatModel {
  return {
    provider: 'template',
    complete: async (request) => replyTo(request),
  };
}

function replyTo(request: ChatRequest): ChatReply {
  if (request.context === null) {
    throw new PipelineError(
      'bad_configuration',
      `The template model answers from an agent's context; a ${request.site.role} call has none. Use another provider for it.`,
      { subject: 'llm.provider' },
    );
  }
  const text = JSON.stringify(composeReply(request.context));
  return {
    text,
    finish: 'stop',
    promptTokens: request.messages.reduce((sum, message) => sum + wordCount(message.content), 0),
    completionTokens: wordCount(text),
    costMicroUsd: 0,
    model: `template-${TEMPLATE_VERSION}`,
    replayed: false,
  };
}

/** One turn's reply, in the form that language models give theirs. */
export function composeReply(context: AgentContext): AgentReply {
  const random = createRandom(context.seed);
  const turn = newTurn(context, random);
  const sentences: string[] = [];
  const acts: AgentReply['acts'] = [];
  for (const brief of chooseActs(context, random)) {
    const realised = realiseAct(brief, turn);
    sentences.push(realised.text);
    acts.push({
      act: brief.act,
      aspect: brief.aspect?.label ?? null,
      polarity: realised.polarity,
      item: brief.item?.name ?? null,
      evidence: [...realised.evidenceIds],
    });
    if (brief.item) turn.mentioned.add(brief.item.itemId);
    turn.done.push({ ...brief, polarity: realised.polarity });
  }
  if (sentences.length === 0) sentences.push(realiseReaction(turn));
  return { utterance: sentences.join(' '), acts };
}

const wordCount = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
