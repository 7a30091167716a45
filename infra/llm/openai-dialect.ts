import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';

import type { ChatMessage, ChatRequest } from '../../core/llm/chat-model.ts';

/** Ways to ask for a structured reply, from the firmest to the loosest. */
const REPLY_FORMATS = ['strict_schema', 'schema', 'json_object', 'text'] as const;

/** What one model at one endpoint understands; learnt from its refusals (400, 422) and remembered. */
export interface Dialect {
  readonly format: (typeof REPLY_FORMATS)[number];
  /** Newer models refuse `max_tokens`, older endpoints do not know `max_completion_tokens`. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  readonly temperature: boolean;
  readonly seed: boolean;
}

export const FIRST_DIALECT: Dialect = { format: 'strict_schema', limit: 'max_tokens', temperature: true, seed: true };

/** Steps that a model can be away from the first dialect: three formats and three parameters. */
export const MAX_DIALECT_STEPS = 6;

export interface Refusal {
  readonly param: string | null;
  readonly message: string;
}

/** The next dialect to try after a refusal that names a part of this one; null where it names none. */
export function nextDialect(dialect: Dialect, refusal: Refusal): Dialect | null {
  const said = `${refusal.param ?? ''} ${refusal.message}`.toLowerCase();
  if (/response_format|json_schema|json_object|json mode|structured output|guided_json|grammar/.test(said)) {
    const format = REPLY_FORMATS[REPLY_FORMATS.indexOf(dialect.format) + 1];
    return format === undefined ? null : { ...dialect, format };
  }
  if (
    dialect.limit === 'max_tokens' &&
    /\bmax_tokens\b/.test(said) &&
    /max_completion_tokens|not supported/.test(said)
  ) {
    return { ...dialect, limit: 'max_completion_tokens' };
  }
  if (dialect.temperature && /\btemperature\b/.test(said)) return { ...dialect, temperature: false };
  if (dialect.seed && /\bseed\b/.test(said)) return { ...dialect, seed: false };
  return null;
}

function responseFormat(
  dialect: Dialect,
  { name, json }: ChatRequest['schema'],
): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  if (dialect.format === 'text') return {};
  if (dialect.format === 'json_object') return { response_format: { type: 'json_object' } };
  const strict = dialect.format === 'strict_schema';
  return { response_format: { type: 'json_schema', json_schema: { name, schema: { ...json }, strict } } };
}

/** Where the endpoint does not take the schema as a parameter, the words must carry it. */
function withSchema(messages: readonly ChatMessage[], json: ChatRequest['schema']['json']): ChatMessage[] {
  const content = `Answer with one JSON object and nothing else. It must fit this JSON schema: ${JSON.stringify(json)}`;
  return [...messages, { role: 'system', content }];
}

/** The request's body in the model's dialect. */
export function chatParameters(request: ChatRequest, dialect: Dialect): ChatCompletionCreateParamsNonStreaming {
  const takesSchema = dialect.format === 'strict_schema' || dialect.format === 'schema';
  const messages = takesSchema ? request.messages : withSchema(request.messages, request.schema.json);
  return {
    model: request.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    [dialect.limit]: request.maxOutputTokens,
    ...(dialect.temperature ? { temperature: request.temperature } : {}),
    ...(dialect.seed ? { seed: request.seed } : {}),
    ...responseFormat(dialect, request.schema),
  };
}
