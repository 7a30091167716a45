import OpenAI, { APIError } from 'openai';

import type { PipelineError } from '../../core/errors.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../../core/llm/chat-model.ts';
import { requestDigest } from '../../core/llm/journal.ts';
import { FIRST_DIALECT, MAX_DIALECT_STEPS, chatParameters, nextDialect } from './openai-dialect.ts';
import type { Dialect } from './openai-dialect.ts';
import {
  isBadRequest,
  isContentFilter,
  isContextOverflow,
  malformedReply,
  openAiError,
  timedOut,
  turnedAway,
} from './openai-errors.ts';
import type { Endpoint } from './openai-errors.ts';
import { CompletionSchema, rejectedReply, replyOf, unansweredReply } from './openai-reply.ts';
import type { Completion } from './openai-reply.ts';
import { redact } from './redact.ts';
import { LIST_PRICES } from './prices.ts';
import type { PriceTable } from '../../core/llm/model-price.ts';

/** More than that in a row, of whatever dialogs, and it is the endpoint. */
const MAX_REJECTED = 12;
/** Before anything was answered. */
const MAX_UNANSWERED = 3;
/** So often a request is asked again that the endpoint does not bring to an end, while it has answered as many others. */
const MAX_STUBBORN = 10;
const KEPT_STUBBORN = 1_000;

export interface OpenAiModelOptions {
  /** The profile's name, for messages. */
  readonly profile: string;
  readonly apiKey: string;
  /** Null: OpenAI's own. */
  readonly baseUrl: string | null;
  /** One request, from sending it to the last byte of its answer. */
  readonly timeoutMs: number;
  readonly prices?: PriceTable;
}

/**
 * Chat completions of OpenAI or of any endpoint that speaks like it. One call is one request, but for the first calls
 * to a model that does not take our parameters: its refusals teach us its dialect. Retries are Temporal's.
 */
class OpenAiModel implements ChatModel {
  readonly provider = 'openai';
  readonly #options: OpenAiModelOptions;
  readonly #client: OpenAI;
  /** Of models that have answered. */
  readonly #dialects = new Map<string, Dialect>();
  /** Prompts in a row that were turned away. */
  #rejected = 0;
  #answered = 0;
  /** Requests that came to no end, by digest: how often, and what had been answered when it began. */
  readonly #stubborn = new Map<string, { readonly tries: number; readonly answered: number }>();

  constructor(options: OpenAiModelOptions) {
    this.#options = options;
    this.#client = new OpenAI({
      apiKey: options.apiKey,
      baseURL: options.baseUrl,
      maxRetries: 0,
      timeout: options.timeoutMs,
      // Its debug log would hold prompts and headers.
      logLevel: 'off',
    });
  }

  async complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply> {
    const { profile, apiKey, timeoutMs, prices = LIST_PRICES } = this.#options;
    const endpoint: Endpoint = { profile, model: request.model, apiKey, timeoutMs };
    // The client's own timeout ends with the headers; this one covers the body, too.
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const completion = await this.#negotiate(
        request,
        endpoint,
        signal ? AbortSignal.any([signal, timeout]) : timeout,
      );
      this.#rejected = 0;
      this.#answered += 1;
      if (this.#stubborn.size > 0) this.#stubborn.delete(requestDigest(request));
      return replyOf(completion, request, prices);
    } catch (error) {
      signal?.throwIfAborted();
      if (timeout.aborted) return this.#unlessStubborn(request, timedOut(endpoint));
      if (error instanceof APIError && isContextOverflow(error)) return unansweredReply(request, 'length');
      if (error instanceof APIError && isContentFilter(error)) return unansweredReply(request, 'content_filter');
      const fault = openAiError(error, endpoint);
      if (isBadRequest(error) && fault.code === 'bad_configuration') {
        if (this.#isAboutThisPrompt(request)) return rejectedReply(request, redact(error.message, apiKey));
        if (this.#mayBeThisPrompt(request)) throw turnedAway(endpoint, error.message);
      }
      return this.#unlessStubborn(request, fault);
    }
  }

  /**
   * A model that loops on one prompt until the time is over, or a server that breaks on it, would do so for ever, while others are
   * answered: then it is the prompt's fault, and the next attempt's is another. Throws the fault until that is clear; one that
   * says that nothing was made (an endpoint that is away) says nothing of the prompt.
   */
  #unlessStubborn(request: ChatRequest, fault: PipelineError): ChatReply {
    if (fault.code !== 'model_transport' || fault.details.unbilled === true) throw fault;
    const digest = requestDigest(request);
    const { tries, answered } = this.#stubborn.get(digest) ?? { tries: 0, answered: this.#answered };
    if (tries + 1 >= MAX_STUBBORN && this.#answered - answered >= MAX_STUBBORN) {
      this.#stubborn.delete(digest);
      return rejectedReply(request, `${MAX_STUBBORN} tries came to no end: ${fault.message}`);
    }
    this.#stubborn.set(digest, { tries: tries + 1, answered });
    const [oldest] = this.#stubborn.keys();
    if (this.#stubborn.size > KEPT_STUBBORN && oldest !== undefined) this.#stubborn.delete(oldest);
    throw fault;
  }

  /**
   * Once a model has answered, what it does not take is a prompt, not our way to ask (Groq turns away what its own JSON mode
   * made of one); unless it goes on like that.
   */
  #isAboutThisPrompt({ model }: ChatRequest): boolean {
    if (!this.#dialects.has(model)) return false;
    this.#rejected += 1;
    return this.#rejected <= MAX_REJECTED;
  }

  /**
   * A worker that has just begun knows of no answer yet: a few prompts turned away are tried again before the endpoint is blamed,
   * which ends the run. Not where aspects are named: that comes first of all, and is dear to begin again.
   */
  #mayBeThisPrompt({ model, site }: ChatRequest): boolean {
    if (this.#dialects.has(model) || site.role === 'namer') return false;
    this.#rejected += 1;
    return this.#rejected <= MAX_UNANSWERED;
  }

  async #negotiate(request: ChatRequest, endpoint: Endpoint, signal: AbortSignal): Promise<Completion> {
    let dialect = this.#dialects.get(request.model) ?? FIRST_DIALECT;
    for (let step = 0; ; step++) {
      try {
        const completion = await this.#send(request, dialect, endpoint, signal);
        this.#dialects.set(request.model, dialect);
        return completion;
      } catch (error) {
        const next = step < MAX_DIALECT_STEPS ? dialectAfter(error, dialect) : null;
        if (next === null) throw error;
        dialect = next;
      }
    }
  }

  async #send(request: ChatRequest, dialect: Dialect, endpoint: Endpoint, signal: AbortSignal): Promise<Completion> {
    const answer: unknown = await this.#client.chat.completions.create(chatParameters(request, dialect), { signal });
    const parsed = CompletionSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw malformedReply(endpoint, `${issue?.path.map(String).join('.') || 'body'}: ${issue?.message ?? 'not valid'}`);
  }
}

function dialectAfter(error: unknown, dialect: Dialect): Dialect | null {
  if (!isBadRequest(error) || isContextOverflow(error) || isContentFilter(error)) return null;
  return nextDialect(dialect, { param: error.param ?? null, message: error.message });
}

/** Port `ChatModel` over the `openai` client. */
export function createOpenAiModel(options: OpenAiModelOptions): ChatModel {
  return new OpenAiModel(options);
}
