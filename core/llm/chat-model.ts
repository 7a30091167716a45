import type { AgentContext } from '../simulation/agent-context.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Where a call stands in the run: together with the request's hash, the journal's key. */
export interface CallSite {
  readonly dialogId: string;
  readonly attempt: number;
  readonly nodeId: string;
  readonly turnIndex: number;
  readonly role: 'user' | 'system' | 'judge' | 'namer';
  /** 0: the first call for this turn; 1: its one repair. */
  readonly call: number;
}

/** One structured-reply request. The prompt is rendered from `context`, which holds all that the agent may know. */
export interface ChatRequest {
  readonly site: CallSite;
  /** Model profile of the worker's environment and the model's name in it; a provider may have none. */
  readonly model: string;
  readonly temperature: number;
  readonly seed: number;
  readonly maxOutputTokens: number;
  readonly messages: readonly ChatMessage[];
  /** JSON schema of the reply, and its name. */
  readonly schema: { readonly name: string; readonly json: Readonly<Record<string, unknown>> };
  /** The typed context behind the prompt: what the template model answers from. Null for calls without one. */
  readonly context: AgentContext | null;
}

/** A reply as it came; parsing and validation are the caller's. Content filters and refusals are data, not faults. */
export interface ChatReply {
  readonly text: string;
  readonly finish: 'stop' | 'length' | 'content_filter' | 'refusal' | 'rejected';
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** False: the endpoint tells no token counts, and those above are estimates, too low perhaps. */
  readonly usageTold?: false | undefined;
  /** Null where the price is not known. */
  readonly costMicroUsd: number | null;
  /** Earlier calls of this request whose outcome is not known, counted in full; runs with a budget alone. */
  readonly unknownTokens?: number | undefined;
  readonly unknownCostMicroUsd?: number | undefined;
  /** The model that answered, as it calls itself. */
  readonly model: string;
  /** True: answered by the journal, at no new cost; tokens and cost are those of the one call that was paid for. */
  readonly replayed: boolean;
}

/**
 * Port: one chat completion. Throws `PipelineError` `model_transport` or `model_rate_limited` (retryable; Temporal
 * owns retries, implementations never retry), `model_key_missing`, `model_key_refused`, `model_quota_exhausted`, `model_not_found`,
 * `replay_missing`.
 */
export interface ChatModel {
  /** "template", "openai", "replay": the `provider` column of the dataset. */
  readonly provider: string;
  complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
}
