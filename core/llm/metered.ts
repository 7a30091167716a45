import { z } from 'zod';

import type { Spend } from '../config/run-ref.ts';
import { addSpend } from '../dataset/stock.ts';
import { PipelineError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { ArtefactStore } from '../storage/artefact-store.ts';
import { decodeJson, encodeJson } from '../storage/json-artefact.ts';
import { spendOfReply } from './allowance.ts';
import type { ChatModel, ChatReply, ChatRequest } from './chat-model.ts';
import { JournalEntrySchema, requestDigest } from './journal.ts';

/**
 * For runs with a budget: what was asked is noted before it is asked. A process may die, a connection break, a reply never
 * come, and the provider bills all the same: a note without a known outcome counts as the call's upper bound, in full.
 */
const IntentSchema = z.object({ tokens: z.number().int(), costMicroUsd: z.number().int() });

/** Where notes lie; the number tells the tries of one request apart, from 1. */
export interface IntentKeys {
  readonly asked: (dialogId: string, digest: string, number: number) => string;
  readonly journal: (digest: string) => string;
}

/** Answers that say that nothing was done, and so nothing is billed. */
const UNBILLED: ReadonlySet<ErrorCode> = new Set([
  'model_rate_limited',
  'model_quota_exhausted',
  'model_key_refused',
  'model_not_found',
  'bad_configuration',
]);

export interface MeteredOptions {
  readonly inner: ChatModel;
  readonly store: ArtefactStore;
  readonly keys: IntentKeys;
  readonly boundOf: (request: ChatRequest) => Spend;
}

/** Calls that are no dialog's (the naming of aspects) are the run's own: their notes stay, and count for good. */
const ownerOf = ({ site }: ChatRequest): string => (site.dialogId === '' ? 'run' : site.dialogId);

/** Stands between the journal and a model that is paid for. */
export function createMeteredModel({ inner, store, keys, boundOf }: MeteredOptions): ChatModel {
  return {
    provider: inner.provider,
    async complete(request, signal): Promise<ChatReply> {
      const owner = ownerOf(request);
      const digest = requestDigest(request);
      const bound = boundOf(request);
      const note = encodeJson(bound);
      let number = 1;
      while (!(await store.create(keys.asked(owner, digest, number), note))) number += 1;
      let reply: ChatReply;
      try {
        reply = await inner.complete(request, signal);
      } catch (error) {
        if (error instanceof PipelineError && (UNBILLED.has(error.code) || error.details.unbilled === true)) {
          await store.delete(keys.asked(owner, digest, number));
        }
        throw error;
      }
      const lost = number - 1;
      // An endpoint that tells no usage, or a price that is not known, counts by the bound as well.
      const untold = reply.costMicroUsd === null ? bound.costMicroUsd : 0;
      const guessed = Math.max(0, bound.tokens - reply.promptTokens - reply.completionTokens);
      return {
        ...reply,
        unknownTokens: lost * bound.tokens + (reply.usageTold === false ? guessed : 0),
        unknownCostMicroUsd: lost * bound.costMicroUsd + untold,
      };
    },
  };
}

/** Notes of one request that stand; null where its reply is journalled. */
export async function openCalls(store: ArtefactStore, keys: IntentKeys, request: ChatRequest): Promise<number | null> {
  const digest = requestDigest(request);
  if (await store.exists(keys.journal(digest))) return null;
  let number = 0;
  while (await store.exists(keys.asked(ownerOf(request), digest, number + 1))) number += 1;
  return number;
}

/** By dialog, what was spent on those whose notes stand: the journalled replies, and the bound of each note without one. */
export async function readUnsettled(
  store: ArtefactStore,
  prefix: string,
  keys: IntentKeys,
): Promise<Map<string, Spend>> {
  const spent = new Map<string, Spend>();
  const answered = new Map<string, boolean>();
  const add = (dialogId: string, more: Spend): void => {
    spent.set(dialogId, addSpend(spent.get(dialogId) ?? { tokens: 0, costMicroUsd: 0 }, more));
  };
  for await (const key of store.list(prefix)) {
    const [, dialogId, digest] = /\/([^/]+)\/([0-9a-f]{64})-\d+\.json$/.exec(key) ?? [];
    if (dialogId === undefined || digest === undefined) continue;
    const known = answered.get(digest);
    if (known === undefined) {
      const entryKey = keys.journal(digest);
      const entry = await store.get(entryKey);
      answered.set(digest, entry !== null);
      if (entry !== null) {
        add(dialogId, spendOfReply({ ...decodeJson(entryKey, entry, JournalEntrySchema).reply, replayed: true }));
        continue;
      }
    } else if (known) continue;
    const note = await store.get(key);
    if (note !== null) add(dialogId, decodeJson(key, note, IntentSchema));
  }
  return spent;
}
