import { z } from 'zod';

import { PipelineError } from '../core/errors.ts';
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
  /** The fault that it met instead of a reply; its tokens and cost are then nobody's knowledge. */
  fault: z.string().optional(),
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
      const { nodeId, turnIndex, role, call } = request.site;
      const reply = await model.complete(request, signal).catch((error: unknown) => {
        const fault = error instanceof PipelineError ? error.code : 'broken off';
        // Nobody was asked: there is no call to tell of.
        if (fault === 'worker_stopping') throw error;
        const none = { finish: 'failed', promptTokens: 0, completionTokens: 0, costMicroUsd: null, replayed: false };
        const site = { nodeId, turnIndex, role, call, model: request.model };
        calls.push({ ...site, ...none, fault, startedAtMs, latencyMs: Date.now() - startedAtMs, ...by });
        throw error;
      });
      const { finish, promptTokens, completionTokens, costMicroUsd, replayed } = reply;
      const latencyMs = Date.now() - startedAtMs;
      const told = { finish, promptTokens, completionTokens, costMicroUsd, replayed };
      calls.push({ nodeId, turnIndex, role, call, model: reply.model, ...told, startedAtMs, latencyMs, ...by });
      return reply;
    },
  };
}

/** Tries of an activity whose faults are kept: an outage of hours must not fill the store. */
const TRIES_KEPT = 20;

/**
 * Keeps the calls of a try that a fault ended: what it paid for, the next takes from the journal, with neither its worker nor its
 * latency. As far as the store takes it: the fault may be the store's.
 */
export async function keepBrokenOff(
  folder: RunFolder,
  { dialogId, attempt, step }: { readonly dialogId: string; readonly attempt: number; readonly step: number },
  calls: readonly ModelCall[],
): Promise<void> {
  const [first] = calls;
  if (first === undefined || first.activityAttempt > TRIES_KEPT) return;
  await folder.writeJson(folder.keys.callsOfTry(dialogId, attempt, step, first.startedAtMs), calls).catch(() => {});
}

/** The calls of an attempt in order, those of broken-off tries among them; empty where none were noted (an older run). */
export async function readCalls(folder: RunFolder, dialogId: string, attempt: number): Promise<ModelCall[]> {
  const calls: ModelCall[] = [];
  for await (const key of folder.store.list(folder.keys.callsOf(dialogId, attempt)))
    calls.push(...((await folder.findJson(key, CallLogSchema)) ?? []));
  return calls.sort((a, b) => a.startedAtMs - b.startedAtMs);
}
