import { PipelineError } from '../../errors.ts';
import { createRandom, deriveSeed } from '../../random.ts';
import type { AgentContext } from '../../simulation/agent-context.ts';
import type { AgentReply } from '../../simulation/reply.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { chooseActs } from './choose-acts.ts';
import { realiseAct, realiseReaction } from './realise-act.ts';
import { newTurn, shortTitleOf } from './realisation.ts';
import { saidBefore, type SaidBefore } from './said-before.ts';

/** Raise it whenever the same context and seed give other words. */
export const TEMPLATE_VERSION = '5';

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

/** Compositions tried for a turn, the freshest of which is said. */
const COMPOSITIONS = 4;

/** One turn's reply, in the form that language models give theirs: of several drafts the one that repeats least. */
export function composeReply(context: AgentContext): AgentReply {
  const spoken = new Set(
    context.transcript.filter((turn) => turn.speaker === context.role).flatMap((turn) => shinglesOf(turn.text)),
  );
  const before = saidBefore(context);
  let best = compose(context, before, context.seed);
  let fewest = repetitions(best, spoken);
  for (let draft = 1; draft < COMPOSITIONS && fewest > 0; draft++) {
    const other = compose(context, before, deriveSeed(context.seed, 'draft', draft));
    const repeated = repetitions(other, spoken);
    if (repeated < fewest) [best, fewest] = [other, repeated];
  }
  return best;
}

/** Runs of three words. */
function shinglesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
}

const repetitions = (reply: AgentReply, spoken: ReadonlySet<string>): number =>
  shinglesOf(reply.utterance).filter((shingle) => spoken.has(shingle)).length;

function compose(context: AgentContext, before: SaidBefore, seed: number): AgentReply {
  const random = createRandom(seed);
  const turn = newTurn(context, before, random);
  const sentences: string[] = [];
  const acts: AgentReply['acts'] = [];
  for (const brief of chooseActs(context, random)) {
    const realised = realiseAct(brief, turn);
    sentences.push(realised.text);
    turn.isOpen = realised.text.endsWith(',');
    acts.push({
      act: brief.act,
      aspect: brief.aspect?.label ?? null,
      polarity: realised.polarity,
      item: brief.item?.name ?? null,
      evidence: [...realised.evidenceIds],
    });
    // Only what was said aloud can be "it" afterwards.
    if (brief.item && realised.text.includes(shortTitleOf(brief.item.name, turn))) turn.lastItemId = brief.item.itemId;
    turn.done.push({ ...brief, polarity: realised.polarity });
  }
  if (sentences.length === 0) sentences.push(realiseReaction(turn));
  return { utterance: sentences.join(' '), acts };
}

const wordCount = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
