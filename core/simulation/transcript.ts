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
  };
}
