import { z } from 'zod';

import type { ChatModel } from '../core/llm/chat-model.ts';
import type { RunFolder } from './run-folder.ts';

/** One model call as it happened: who asked, how long it took, what it cost, on which worker and in which try. */
export const ModelCallSchema = z.object({
  nodeId: z.string(),
  turnIndex: z.number().int(),
  role: z.string(),
  /** 0: the first call for its turn; 1: the repair. */
  call: z.number().int(),
  model: z.string(),
  finish: z.string(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  costMicroUsd: z.number().nullable(),
  /** Answered by the journal. */
  replayed: z.boolean(),
  startedAtMs: z.number(),
  latencyMs: z.number(),
  worker: z.string(),
  /** Of the activity, from 1: above 1 where a fault or a crash made it begin again. */
  activityAttempt: z.number().int(),
});
export type ModelCall = z.infer<typeof ModelCallSchema>;

const CallLogSchema = z.array(ModelCallSchema);

/** The model, with each call noted in `calls`. */
export function noteCalls(
  model: ChatModel,
  calls: ModelCall[],
  by: { readonly worker: string; readonly activityAttempt: number },
): ChatModel {
  return {
    provider: model.provider,
    async complete(request, signal) {
      const startedAtMs = Date.now();
      const reply = await model.complete(request, signal);
      const { nodeId, turnIndex, role, call } = request.site;
      const { finish, promptTokens, completionTokens, costMicroUsd, replayed } = reply;
      const latencyMs = Date.now() - startedAtMs;
      const told = { finish, promptTokens, completionTokens, costMicroUsd, replayed };
      calls.push({ nodeId, turnIndex, role, call, model: reply.model, ...told, startedAtMs, latencyMs, ...by });
      return reply;
    },
  };
}

/** The calls of an attempt in order; empty where none were noted (an older run). */
export async function readCalls(folder: RunFolder, dialogId: string, attempt: number): Promise<ModelCall[]> {
  const calls: ModelCall[] = [];
  for (let stint = 0; ; stint++) {
    const log = await folder.findJson(folder.keys.calls(dialogId, attempt, stint), CallLogSchema);
    if (log === null) return calls;
    calls.push(...log);
  }
}
