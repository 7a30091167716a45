import type { Spend } from '../config/run-ref.ts';
import type { ChatRequest } from './chat-model.ts';
import type { ModelPrice } from './model-price.ts';

/** Role names, separators and the like, tokens a message; far above what any known chat format takes. */
const FRAMING_TOKENS = 16;

/**
 * Upper bound of what one call can take. A token of the byte-level vocabularies in use stands for one byte at least, so a
 * prompt has no more tokens than its UTF-8 bytes, the schema included; a reply no more than it is allowed. Several times
 * above the usual: it is what a lost call counts, and what must be left before one is made. Cost 0 without a price.
 */
export function boundOf(request: ChatRequest, price: ModelPrice | null): Spend {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  const messages = request.messages.reduce((sum, { content }) => sum + bytes(content) + FRAMING_TOKENS, FRAMING_TOKENS);
  const prompt = messages + bytes(JSON.stringify(request.schema));
  const cost = price === null ? 0 : prompt * price.prompt + request.maxOutputTokens * price.completion;
  return { tokens: prompt + request.maxOutputTokens, costMicroUsd: Math.ceil(cost) };
}
