import { z } from 'zod';

import type { ChatReply, ChatRequest } from '../../core/llm/chat-model.ts';
import { costMicroUsd } from '../../core/llm/model-price.ts';
import type { PriceTable } from '../../core/llm/model-price.ts';

const tokens = z.number().int().nonnegative();

/** What we read of a chat completion: the endpoint may be anybody's, so nothing is taken on trust. */
export const CompletionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  // A wrong count (negative, a fraction, words) spoils no reply that was paid for: it counts as none.
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(null),
});
export type Completion = z.infer<typeof CompletionSchema>;

type Finish = ChatReply['finish'];

function finishOf(reason: string | null | undefined, isRefusal: boolean): Finish {
  if (isRefusal) return 'refusal';
  if (reason === 'length' || reason === 'content_filter') return reason;
  return 'stop';
}

/** About four characters a token: for endpoints that report no usage, so that a cap on tokens still holds. */
function estimatedTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

function usageOf(completion: Completion, request: ChatRequest, text: string) {
  const { usage } = completion;
  if (usage) return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, known: true };
  const promptCharacters = request.messages.reduce((sum, message) => sum + message.content.length, 0);
  return {
    promptTokens: estimatedTokens(promptCharacters),
    completionTokens: estimatedTokens(text.length),
    known: false,
  };
}

/** A validated completion as a reply; a refusal's words stand in its text. Cost is null where usage or price is unknown. */
export function replyOf(completion: Completion, request: ChatRequest, prices: PriceTable): ChatReply {
  const choice = completion.choices[0];
  const refusal = choice?.message.refusal ?? null;
  const isRefusal = refusal !== null && refusal !== '';
  const text = isRefusal ? refusal : (choice?.message.content ?? '');
  const { promptTokens, completionTokens, known } = usageOf(completion, request, text);
  const model = completion.model ?? request.model;
  // An endpoint's own name for the model may be unknown where the one we asked for is listed, or cheaper than what is agreed for
  // that: a cap must not be passed by a name.
  const costs = [model, request.model].flatMap(
    (name) => costMicroUsd(prices, name, promptTokens, completionTokens) ?? [],
  );
  const cost = costs.length === 0 ? null : Math.max(...costs);
  return {
    text,
    finish: finishOf(choice?.finish_reason, isRefusal),
    promptTokens,
    completionTokens,
    ...(known ? {} : { usageTold: false as const }),
    costMicroUsd: known ? cost : null,
    model,
    replayed: false,
  };
}

/** A prompt that was turned away before the model saw it: no tokens, no cost. */
export function unansweredReply(request: ChatRequest, finish: 'length' | 'content_filter' | 'rejected'): ChatReply {
  return {
    text: '',
    finish,
    promptTokens: 0,
    completionTokens: 0,
    costMicroUsd: 0,
    model: request.model,
    replayed: false,
  };
}

/** What the endpoint does not take of this prompt alone; it may have been generated, and billed, all the same. */
export function rejectedReply(request: ChatRequest, said: string): ChatReply {
  return { ...unansweredReply(request, 'rejected'), text: said, usageTold: false, costMicroUsd: null };
}
