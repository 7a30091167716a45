import type { ChatModel, ChatReply, ChatRequest } from './chat-model.ts';
import type { OnWait, SharedRate } from './shared-rate.ts';

/** Characters of a token, at first: fewer than any text in English has. What replies tell of their prompts is learnt. */
const CHARACTERS_PER_TOKEN = 3;

/** Tokens that the provider may count for a call: the prompt's, and all that the reply is allowed. */
function createTokenEstimate() {
  let perCharacter = 1 / CHARACTERS_PER_TOKEN;
  const characters = ({ messages, schema }: ChatRequest): number =>
    messages.reduce((sum, { content }) => sum + content.length, JSON.stringify(schema).length);
  return {
    of: (request: ChatRequest): number => Math.ceil(characters(request) * perCharacter) + request.maxOutputTokens,
    /** Only ever up: an estimate that is too high gives back what it held, one too low passes the rate. */
    learn(request: ChatRequest, { promptTokens }: ChatReply): void {
      perCharacter = Math.max(perCharacter, promptTokens / Math.max(1, characters(request)));
    },
  };
}

/**
 * The model at the account's rates: a call waits until one may be made, which is neither a fault nor an attempt. Stands behind
 * the journal, whose replies cost no call.
 */
export function createRatedModel(inner: ChatModel, rate: SharedRate, onWait: OnWait): ChatModel {
  const estimate = createTokenEstimate();
  return {
    provider: inner.provider,
    async complete(request, signal) {
      const permit = await rate.permit(estimate.of(request), signal, onWait);
      const reply = await inner.complete(request, signal);
      // What was held stays taken where nobody tells what the call took.
      if (reply.usageTold === false) return reply;
      estimate.learn(request, reply);
      permit.settle(reply.promptTokens + reply.completionTokens);
      return reply;
    },
  };
}
