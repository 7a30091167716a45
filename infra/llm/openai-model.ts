import OpenAI, { APIError } from 'openai';

import type { ChatModel, ChatReply, ChatRequest } from '../../core/llm/chat-model.ts';
import { FIRST_DIALECT, MAX_DIALECT_STEPS, chatParameters, nextDialect } from './openai-dialect.ts';
import type { Dialect } from './openai-dialect.ts';
import {
  isAboutAccount,
  isBadRequest,
  isContentFilter,
  isContextOverflow,
  malformedReply,
  openAiError,
  timedOut,
} from './openai-errors.ts';
import type { Endpoint } from './openai-errors.ts';
import { CompletionSchema, rejectedReply, replyOf, unansweredReply } from './openai-reply.ts';
import type { Completion } from './openai-reply.ts';
import { redact } from './redact.ts';
import { LIST_PRICES } from './prices.ts';
import type { PriceTable } from '../../core/llm/model-price.ts';

/** More than that in a row, of whatever dialogs, and it is the endpoint. */
const MAX_REJECTED = 12;

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
      return replyOf(completion, request, prices);
    } catch (error) {
      signal?.throwIfAborted();
      if (timeout.aborted) throw timedOut(endpoint);
      if (error instanceof APIError && isContextOverflow(error)) return unansweredReply(request, 'length');
      if (error instanceof APIError && isContentFilter(error)) return unansweredReply(request, 'content_filter');
      const fault = openAiError(error, endpoint);
      if (isBadRequest(error) && !isAboutAccount(error) && fault.code === 'bad_configuration') {
        if (this.#isAboutThisPrompt(request)) return rejectedReply(request, redact(error.message, apiKey));
      }
      throw fault;
    }
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
