import { z } from 'zod';

import { DialogActSchema, PolaritySchema } from '../planning/dialog-act.ts';
import { shortTitle } from '../text/item-title.ts';
import type { AgentContext, EvidenceBrief } from './agent-context.ts';
import type { DeclaredAct } from './dialog.ts';

/** A reply as language models write it: labels, names and handles, never ids. */
const ReplySchema = z.strictObject({
  utterance: z.string().trim().min(1).max(1500),
  acts: z
    .array(
      z.strictObject({
        act: DialogActSchema,
        aspect: z.string().nullable(),
        polarity: PolaritySchema.nullable(),
        item: z.string().nullable(),
        evidence: z.array(z.string()).max(20),
      }),
    )
    .max(12),
});
export type AgentReply = z.infer<typeof ReplySchema>;

/** The same as JSON schema, in the strict form that providers take: every field required, nothing more. */
export const REPLY_JSON_SCHEMA = {
  name: 'dialog_reply',
  json: {
    type: 'object',
    additionalProperties: false,
    required: ['utterance', 'acts'],
    properties: {
      utterance: { type: 'string', description: 'What you say, as one person would write it in a chat.' },
      acts: {
        type: 'array',
        description: 'Every dialog act that the utterance performs.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['act', 'aspect', 'polarity', 'item', 'evidence'],
          properties: {
            act: { type: 'string', enum: DialogActSchema.options },
            aspect: { type: ['string', 'null'], description: 'Aspect label, exactly as given to you.' },
            polarity: { type: ['string', 'null'], enum: [...PolaritySchema.options, null] },
            item: { type: ['string', 'null'], description: 'Item name, exactly as given to you.' },
            evidence: { type: 'array', items: { type: 'string' }, description: 'Evidence handles, e.g. "e3".' },
          },
        },
      },
    },
  },
} as const;

/**
 * The schema for one turn: only acts that the speaker is asked for, only handles of their evidence. An endpoint that
 * holds the model to the schema cannot then invent either. Labels and names stay free: they come from data, and a schema
 * may travel as instructions.
 */
export function replySchemaFor({ node }: AgentContext): {
  readonly name: string;
  readonly json: Readonly<Record<string, unknown>>;
} {
  const { name, json } = REPLY_JSON_SCHEMA;
  const { acts } = json.properties;
  const { act, evidence } = acts.items.properties;
  const kinds = [...new Set(node.acts.map((brief) => brief.act))].sort();
  const handles = [...new Set(node.acts.flatMap((brief) => brief.evidence.map(({ evidenceId }) => evidenceId)))].sort();
  const properties = {
    ...acts.items.properties,
    act: kinds.length === 0 ? act : { ...act, enum: kinds },
    evidence: handles.length === 0 ? evidence : { ...evidence, items: { ...evidence.items, enum: handles } },
  };
  const items = { ...acts.items, properties };
  return { name, json: { ...json, properties: { ...json.properties, acts: { ...acts, items } } } };
}

export interface Reply {
  readonly utterance: string;
  readonly acts: readonly DeclaredAct[];
}
export type ParsedReply =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly problem: string };

/** Parses and validates a model's text against what the agent was told. The problem names the field and the way out. */
export function parseReply(text: string, context: AgentContext): ParsedReply {
  let json: unknown;
  try {
    json = JSON.parse(withoutFence(text));
  } catch {
    return { ok: false, problem: 'The reply is not one JSON object; answer with the JSON object and nothing else.' };
  }
  const parsed = ReplySchema.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.') || 'reply'}: ${issue.message}`);
    return { ok: false, problem: `The reply does not fit the schema: ${issues.join('; ')}.` };
  }
  return resolveNames(parsed.data, context);
}

function withoutFence(text: string): string {
  return text
    .trim()
    .replace(/^```(?:json)?\s*\n?/i, '')
    .replace(/\n?```$/, '');
}

function resolveNames(reply: AgentReply, context: AgentContext): ParsedReply {
  const aspects = aspectIdsByLabel(context);
  const items = itemIdsByName(context);
  const handles = evidenceHandles(context);
  const problems: string[] = [];
  const acts = reply.acts.map((act, index): DeclaredAct => {
    const at = `acts[${index}] (${act.act})`;
    const aspectId = act.aspect === null ? null : (aspects.get(normalise(act.aspect)) ?? null);
    const itemId = act.item === null ? null : (items.get(normalise(act.item)) ?? null);
    if (act.aspect !== null && aspectId === null) problems.push(`${at}: "${act.aspect}" is not one of the aspects`);
    if (act.item !== null && itemId === null) problems.push(`${at}: "${act.item}" is not an item that you know of`);
    const evidenceIds = act.evidence.map((handle) => handle.trim());
    for (const handle of evidenceIds) {
      if (!handles.has(handle))
        problems.push(`${at}: there is no evidence "${handle}"; known: ${[...handles].join(', ') || 'none'}`);
    }
    return { act: act.act, aspectId, polarity: act.polarity, itemId, evidenceIds: [...new Set(evidenceIds)] };
  });
  return problems.length > 0
    ? { ok: false, problem: `${problems.join('; ')}.` }
    : { ok: true, reply: { utterance: reply.utterance, acts } };
}

const normalise = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

function aspectIdsByLabel(context: AgentContext): ReadonlyMap<string, number> {
  const known = [...context.aspects, ...context.node.acts.flatMap((act) => (act.aspect ? [act.aspect] : []))];
  return new Map(known.map((aspect) => [normalise(aspect.label), aspect.aspectId]));
}

/** Every item that the agent knows of at this point. */
export function itemsKnownTo(context: AgentContext): readonly { readonly itemId: string; readonly name: string }[] {
  return [
    ...(context.role === 'user' ? [...context.history, ...context.namedItems] : context.candidates),
    ...context.node.acts.flatMap((act) => (act.item ? [act.item] : [])),
  ];
}

/** Every item that the agent may name, by full title and, where that is unmistakable, by its short form. */
function itemIdsByName(context: AgentContext): ReadonlyMap<string, string> {
  const known = itemsKnownTo(context);
  const names = [...new Set(known.map((item) => item.name))];
  const byName = new Map<string, string>();
  const ambiguous = new Set<string>();
  const add = (name: string, itemId: string): void => {
    const key = normalise(name);
    if ((byName.get(key) ?? itemId) !== itemId) ambiguous.add(key);
    else byName.set(key, itemId);
  };
  for (const item of known) {
    add(shortTitle(item.name), item.itemId);
    add(shortTitle(item.name, names), item.itemId);
  }
  for (const key of ambiguous) byName.delete(key);
  for (const item of known) byName.set(normalise(item.name), item.itemId);
  return byName;
}

function evidenceHandles(context: AgentContext): ReadonlySet<string> {
  const evidence: EvidenceBrief[] = context.node.acts.flatMap((act) => act.evidence);
  if (context.role === 'user') evidence.push(...context.goals.flatMap((goal) => goal.evidence));
  return new Set(evidence.map((brief) => brief.evidenceId));
}
