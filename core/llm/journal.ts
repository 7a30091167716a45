import { createHash } from 'node:crypto';

import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { ArtefactStore } from '../storage/artefact-store.ts';
import { canonicalJson } from '../storage/canonical-json.ts';
import { decodeJson, encodeJson } from '../storage/json-artefact.ts';
import type { CallSite, ChatModel, ChatReply, ChatRequest } from './chat-model.ts';
import { createSharedCalls } from './shared-calls.ts';

const ENTRY_VERSION = 1;

const tokens = z.number().int().nonnegative();

/** One journalled reply. Neither time nor place stands in it: equal calls give equal bytes. */
export const JournalEntrySchema = z.object({
  version: z.literal(ENTRY_VERSION),
  /** SHA-256 of the canonical JSON of the request: what the entry answers. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  provider: z.string(),
  site: z.object({
    dialogId: z.string(),
    attempt: z.number().int(),
    nodeId: z.string(),
    turnIndex: z.number().int(),
    role: z.enum(['user', 'system', 'judge', 'namer']),
    call: z.number().int(),
  }),
  reply: z.object({
    text: z.string(),
    finish: z.enum(['stop', 'length', 'content_filter', 'refusal', 'rejected']),
    promptTokens: tokens,
    completionTokens: tokens,
    usageTold: z.literal(false).optional(),
    costMicroUsd: tokens.nullable(),
    unknownTokens: tokens.optional(),
    unknownCostMicroUsd: tokens.optional(),
    model: z.string(),
  }),
});
export type JournalEntry = z.infer<typeof JournalEntrySchema>;

/** SHA-256 of everything that the request says, its place in the run included. */
export function requestDigest(request: ChatRequest): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex');
}

/** Waits between tries of a failed journal write, milliseconds: a minute in all, with the reply in hand. */
const WRITE_BACKOFF_MS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 20_000] as const;

export interface JournalOptions {
  /** Null: replay only; a request without an entry is then `replay_missing`. */
  readonly inner: ChatModel | null;
  readonly store: ArtefactStore;
  /** The key of an entry, from its digest. */
  readonly key: (digest: string) => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Every reply is journalled before it is used. The journal is read first; a new reply is written by a conditional
 * create, so that of several writers the first wins and the others read what it wrote: whoever asks, now or after a
 * crash, gets the same reply, and it is paid for once. A reply whose write fails stays in hand: it is written again,
 * by this call or by the next one for the same request, and the model is not asked again.
 */
class JournalledModel implements ChatModel {
  readonly provider: string;
  readonly #options: JournalOptions;
  readonly #shared = createSharedCalls<ChatReply>();
  /** Replies that are paid for and not yet written. */
  readonly #inHand = new Map<string, ChatReply>();

  constructor(options: JournalOptions) {
    this.#options = options;
    this.provider = options.inner?.provider ?? 'replay';
  }

  async complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply> {
    const digest = requestDigest(request);
    const { value, joined } = await this.#shared.run(digest, (shared) => this.#answer(digest, request, shared), signal);
    // Who joined a call under way did not pay for it.
    return joined ? { ...value, replayed: true } : value;
  }

  async #answer(digest: string, request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    const journalled = await this.#read(digest);
    if (journalled !== null) {
      this.#inHand.delete(digest);
      return { ...journalled.reply, replayed: true };
    }
    const reply = this.#inHand.get(digest) ?? (await this.#ask(request, signal));
    this.#inHand.set(digest, reply);
    const isFirst = await this.#write(digest, request.site, reply);
    this.#inHand.delete(digest);
    return isFirst ? reply : await this.#winners(digest, reply);
  }

  async #ask(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    const { inner } = this.#options;
    if (inner !== null) return await inner.complete(request, signal);
    const { dialogId, attempt, nodeId, turnIndex, role, call } = request.site;
    const subject = `${dialogId}, attempt ${attempt}, node ${nodeId}, turn ${turnIndex}, ${role}, call ${call}`;
    throw new PipelineError(
      'replay_missing',
      `The journal holds no reply for ${subject}: replay answers only what was recorded with the same configuration. ` +
        'Run it with the model that recorded it to go on.',
      { subject },
    );
  }

  /** The winner's words with our own bill: both calls were paid for. */
  async #winners(digest: string, own: ChatReply): Promise<ChatReply> {
    const winner = await this.#read(digest);
    if (winner === null) return own;
    const { text, finish, model } = winner.reply;
    return { ...own, text, finish, model };
  }

  async #read(digest: string): Promise<JournalEntry | null> {
    const key = this.#options.key(digest);
    const bytes = await this.#options.store.get(key);
    if (bytes === null) return null;
    const entry = decodeJson(key, bytes, JournalEntrySchema);
    if (entry.digest === digest) return entry;
    throw new PipelineError(
      'artefact_invalid',
      `The journal entry ${key} answers another request (${entry.digest.slice(0, 12)}): it was copied or edited. Delete it.`,
      { subject: key },
    );
  }

  async #write(digest: string, site: CallSite, reply: ChatReply): Promise<boolean> {
    const { replayed: _, ...kept } = reply;
    const entry: JournalEntry = {
      version: ENTRY_VERSION,
      digest,
      provider: this.provider,
      site,
      reply: kept,
    };
    const bytes = encodeJson(entry);
    for (let waitedMs = 0, tried = 0; ; tried++) {
      try {
        return await this.#options.store.create(this.#options.key(digest), bytes);
      } catch (error) {
        if (!(error instanceof PipelineError && error.retryable)) throw error;
        const waitMs = WRITE_BACKOFF_MS[tried];
        if (waitMs === undefined)
          throw new PipelineError(error.code, error.message, { ...error.details, waitedMs }, error);
        await this.#options.sleep(waitMs);
        waitedMs += waitMs;
      }
    }
  }
}

/** Port `ChatModel` with a journal in front of `inner`, or of nothing (replay). */
export function createJournalledModel(options: JournalOptions): ChatModel {
  return new JournalledModel(options);
}
