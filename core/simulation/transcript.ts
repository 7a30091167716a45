import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { ChatReply } from '../llm/chat-model.ts';
import { NO_USAGE, type TokenUsage, type Transcript } from './dialog.ts';

/** An attempt (1 to 4) before its first super-node. */
export function startTranscript(plan: DialogPlan, attempt: number): Transcript {
  return { dialogId: plan.dialogId, attempt, visited: [], turns: [], violations: [], usage: NO_USAGE };
}

/** A reply whose price is not known adds nothing to the cost; the budget's ledger guards against that case. */
export function addUsage(usage: TokenUsage, reply: ChatReply): TokenUsage {
  return {
    calls: usage.calls + 1,
    replayed: usage.replayed + (reply.replayed ? 1 : 0),
    promptTokens: usage.promptTokens + reply.promptTokens,
    completionTokens: usage.completionTokens + reply.completionTokens,
    costMicroUsd: usage.costMicroUsd + (reply.costMicroUsd ?? 0),
    unknownTokens: usage.unknownTokens + (reply.unknownTokens ?? 0),
    unknownCostMicroUsd: usage.unknownCostMicroUsd + (reply.unknownCostMicroUsd ?? 0),
  };
}

export const sumUsage = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  calls: a.calls + b.calls,
  replayed: a.replayed + b.replayed,
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  costMicroUsd: a.costMicroUsd + b.costMicroUsd,
  unknownTokens: a.unknownTokens + b.unknownTokens,
  unknownCostMicroUsd: a.unknownCostMicroUsd + b.unknownCostMicroUsd,
});
