import type { Cap, Spend } from '../config/run-ref.ts';
import { addSpend } from '../dataset/stock.ts';
import type { ChatModel, ChatReply, ChatRequest } from './chat-model.ts';

/** Not a fault: the next call could pass what is granted, and was not made. */
export class AllowanceNeeded extends Error {
  override readonly name = 'AllowanceNeeded';
  /** The allowance, in all, that the call needs. */
  readonly needs: Spend;

  constructor(needs: Spend) {
    super('the next call could pass what is granted');
    this.needs = needs;
  }
}

export interface AllowanceOptions {
  /** All that may be spent, what `spent` says included; null sides are not capped. */
  readonly granted: Cap;
  readonly spent: Spend;
  readonly boundOf: (request: ChatRequest) => Spend;
  /** Calls of this request whose outcome is not known; null where its reply is journalled: asking again costs nothing. */
  readonly openCalls: (request: ChatRequest) => Promise<number | null>;
}

/** The model within an allowance: before each call that costs, what is spent and the call's upper bound must fit. */
export function withAllowance(model: ChatModel, options: AllowanceOptions): ChatModel {
  let { spent } = options;
  return {
    provider: model.provider,
    async complete(request, signal) {
      const open = await options.openCalls(request);
      if (open !== null) {
        const needs = addSpend(spent, times(options.boundOf(request), open + 1));
        if (!isWithin(needs, options.granted)) throw new AllowanceNeeded(needs);
      }
      const reply = await model.complete(request, signal);
      spent = addSpend(spent, spendOfReply(reply));
      return reply;
    },
  };
}

/** What a reply counts towards a budget, calls of unknown outcome before it in full. */
export const spendOfReply = (reply: ChatReply): Spend => ({
  tokens: reply.promptTokens + reply.completionTokens + (reply.unknownTokens ?? 0),
  costMicroUsd: (reply.costMicroUsd ?? 0) + (reply.unknownCostMicroUsd ?? 0),
});

const times = ({ tokens, costMicroUsd }: Spend, factor: number): Spend => ({
  tokens: tokens * factor,
  costMicroUsd: costMicroUsd * factor,
});

const isWithin = (needs: Spend, granted: Cap): boolean =>
  (granted.tokens === null || needs.tokens <= granted.tokens) &&
  (granted.costMicroUsd === null || needs.costMicroUsd <= granted.costMicroUsd);
