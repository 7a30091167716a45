import type { RunConfig } from '../config/run-config.ts';
import type { CallSite, ChatModel, ChatReply, ChatRequest } from '../llm/chat-model.ts';
import type { AgentContext } from './agent-context.ts';
import type { TokenUsage, Violation } from './dialog.ts';
import { renderRepair } from './prompts/repair.ts';
import { renderSystemPrompt } from './prompts/system-agent.ts';
import { renderUserPrompt } from './prompts/user-agent.ts';
import { parseReply, replySchemaFor, type ParsedReply, type Reply } from './reply.ts';
import { addUsage } from './transcript.ts';

export interface AgentCall {
  readonly model: ChatModel;
  readonly agent: RunConfig['llm']['userAgent'];
  readonly context: AgentContext;
  readonly site: Omit<CallSite, 'call'>;
  /** Of the attempt so far. */
  readonly usage: TokenUsage;
  readonly signal?: AbortSignal;
}

type Fault = Pick<Violation, 'check' | 'expected' | 'found'>;

export type AgentAnswer =
  | { readonly ok: true; readonly reply: Reply; readonly usage: TokenUsage }
  | { readonly ok: false; readonly fault: Fault; readonly usage: TokenUsage };

/** Long enough to see what went wrong, short enough for a ledger. */
const FOUND_CHARACTERS = 300;

/** What a reply that was cut off is told; one without any text never reached the model (its prompt was too long). */
const CUT_OFF = 'The reply was too long and was cut off: write one or two short sentences, and list each act once.';

/**
 * Asks for one turn; an invalid reply, or one cut off at the token bound, is repaired once. What the agent does wrong is
 * data, never an exception.
 */
export async function askAgent(call: AgentCall): Promise<AgentAnswer> {
  const first = requestOf(call);
  const reply = await call.model.complete(first, call.signal);
  const usage = addUsage(call.usage, reply);
  const isCutOff = reply.finish === 'length' && reply.text.trim() !== '';
  const unfinished = isCutOff ? null : faultOfFinish(reply);
  if (unfinished) return { ok: false, fault: unfinished, usage };
  const parsed: ParsedReply = isCutOff ? { ok: false, problem: CUT_OFF } : parseReply(reply.text, call.context);
  if (parsed.ok) return { ok: true, reply: parsed.reply, usage };

  const repair = {
    ...first,
    site: { ...first.site, call: 1 },
    messages: renderRepair(first.messages, { reply: reply.text, problem: parsed.problem, context: call.context }),
  };
  const second = await call.model.complete(repair, call.signal);
  const usageOfBoth = addUsage(usage, second);
  const stillUnfinished = faultOfFinish(second);
  if (stillUnfinished) return { ok: false, fault: stillUnfinished, usage: usageOfBoth };
  const repaired = parseReply(second.text, call.context);
  if (repaired.ok) return { ok: true, reply: repaired.reply, usage: usageOfBoth };
  const fault = {
    check: 'reply/invalid',
    expected: 'a reply that fits the schema and names only known aspects, items and evidence',
    found: `${repaired.problem} Reply: ${excerpt(second.text)}`,
  };
  return { ok: false, fault, usage: usageOfBoth };
}

function requestOf({ agent, context, site }: AgentCall): ChatRequest {
  return {
    site: { ...site, call: 0 },
    model: agent.model,
    temperature: agent.temperature,
    seed: context.seed,
    maxOutputTokens: agent.maxOutputTokens,
    messages: context.role === 'user' ? renderUserPrompt(context) : renderSystemPrompt(context),
    schema: replySchemaFor(context),
    context,
  };
}

const UNFINISHED: Readonly<Record<Exclude<ChatReply['finish'], 'stop'>, Pick<Fault, 'check' | 'expected'>>> = {
  length: { check: 'reply/length', expected: 'a reply within the token bound' },
  content_filter: {
    check: 'reply/content-filter',
    expected: "a reply that the provider's content filter lets through",
  },
  refusal: { check: 'reply/refusal', expected: 'a reply in the role given' },
  rejected: { check: 'reply/rejected', expected: 'a prompt that the endpoint takes' },
};

function faultOfFinish({ finish, text }: ChatReply): Fault | null {
  return finish === 'stop' ? null : { ...UNFINISHED[finish], found: excerpt(text) || 'no text' };
}

const excerpt = (text: string): string =>
  text.length > FOUND_CHARACTERS ? `${text.slice(0, FOUND_CHARACTERS)}…` : text;
