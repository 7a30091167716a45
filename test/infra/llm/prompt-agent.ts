import { z } from 'zod';

import { LABEL_INSTRUCTIONS } from '../../../core/aspects/label-prompt.ts';
import { composeReply } from '../../../core/llm/template/template-model.ts';
import { type DialogAct, DialogActSchema, PolaritySchema } from '../../../core/planning/dialog-act.ts';
import type { NodeKind } from '../../../core/planning/dialog-plan.ts';
import type { AgentContext, EvidenceBrief } from '../../../core/simulation/agent-context.ts';
import { NODE_PHRASES } from '../../../core/simulation/prompts/shared.ts';
import { USER_KNOWLEDGE } from '../../../core/simulation/prompts/user-agent.ts';
import type { ChatCompletionBody } from './fault-server.ts';

/**
 * An obedient language model: it reads nothing but the rendered prompt, as a real one would, rebuilds from its data
 * blocks what it was told, and answers through the grammar of the template model.
 */
export function answerPrompt(body: ChatCompletionBody): string {
  const prompt = body.messages.map(({ content }) => content).join('\n');
  if (prompt.includes(LABEL_INSTRUCTIONS[0])) return JSON.stringify({ label: firstFree(prompt), coherent: true });
  return JSON.stringify(composeReply(contextOf(body)));
}

const GroupSchema = z.object({ phrases: z.array(z.string()), taken: z.array(z.string()) });

/** Labels a group of sentences by its strongest phrase that no other group has. */
function firstFree(prompt: string): string {
  const block = /```json\n([\s\S]*?)\n```/.exec(prompt)?.[1] ?? '';
  const { phrases, taken } = GroupSchema.parse(JSON.parse(block));
  return phrases.find((phrase) => !taken.includes(phrase)) ?? 'thing';
}

const CopySchema = z.object({
  act: DialogActSchema,
  aspect: z.string().nullable(),
  polarity: PolaritySchema.nullable(),
  item: z.string().nullable(),
  evidence: z.array(z.string()),
});
const QuotesSchema = z.object({ evidence: z.record(z.string(), z.string()) });
const TurnSchema = z.record(z.string(), z.string());
const KnowledgeSchema = z.record(z.string(), z.array(z.string()));

const TASK = /^\d+\. .+\n```json\n([\s\S]*?)\n```/gmu;

/** The lines of the data block that follows a phrase; none where the phrase is not said. */
function linesAfter(prompt: string, phrase: string): unknown[] {
  const at = prompt.indexOf(phrase);
  const block = at < 0 ? null : /^\n```json\n([\s\S]*?)\n```/u.exec(prompt.slice(at + phrase.length));
  return (block?.[1] ?? '').split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

function contextOf(body: ChatCompletionBody): AgentContext {
  const prompt = body.messages.map(({ content }) => content).join('\n');
  const role = prompt.includes('You are a customer') ? 'user' : 'system';
  const optionalFrom = prompt.indexOf(NODE_PHRASES.optional);
  const tasks = [...prompt.matchAll(TASK)].map((match) => {
    const [copy, quotes] = (match[1] ?? '').split('\n').map((line): unknown => JSON.parse(line));
    return {
      copy: CopySchema.parse(copy),
      quotes: quotes === undefined ? {} : QuotesSchema.parse(quotes).evidence,
      mandatory: optionalFrom < 0 || match.index < optionalFrom,
    };
  });
  const knowledge = Object.assign({}, ...linesAfter(prompt, USER_KNOWLEDGE).map((line) => KnowledgeSchema.parse(line)));
  const known = KnowledgeSchema.parse(knowledge);
  const told = (what: string): string[] => known[what] ?? [];
  const labels = [...new Set([...tasks.flatMap(({ copy }) => copy.aspect ?? []), ...told('your goals')])];
  const aspect = (label: string) => ({ aspectId: labels.indexOf(label), label });
  const item = (name: string) => ({ itemId: name, name });
  const turns = linesAfter(prompt, NODE_PHRASES.talk).flatMap((line) => Object.entries(TurnSchema.parse(line)));
  const other = role === 'user' ? 'system' : 'user';
  const common = {
    domain: 'things',
    node: {
      nodeId: 'n',
      kind: kindOf(tasks.map(({ copy }) => copy.act)),
      turnsLeft: 1,
      acts: tasks.map(({ copy, quotes, mandatory }) => ({
        act: copy.act,
        aspect: copy.aspect === null ? null : aspect(copy.aspect),
        polarity: copy.polarity,
        item: copy.item === null ? null : item(copy.item),
        mandatory,
        evidence: copy.evidence.map((handle): EvidenceBrief => ({
          evidenceId: handle,
          role: role === 'system' ? 'community' : copy.act === 'refer_history' ? 'history' : 'goal',
          aspect: copy.aspect ?? '',
          itemName: copy.item,
          quote: quotes[handle] ?? '',
          sentiment: 0,
        })),
      })),
    },
    transcript: turns.map(([who, text]) => ({ speaker: who === 'you' ? role : other, text }) as const),
    feedback: [],
    aspects: labels.map(aspect),
    seed: body.seed ?? 0,
  };
  if (role === 'user') {
    return {
      ...common,
      role,
      persona: { style: 'chatty' },
      preferences: [],
      goals: told('your goals').map((label) => ({ ...aspect(label), evidence: [] })),
      history: told('items that you own').map(item),
      namedItems: told('items that the assistant named').map(item),
    };
  }
  const offered = tasks.flatMap(({ copy }) => copy.item ?? []);
  const candidates = [...new Set(offered)].map((name) => ({
    ...item(name),
    categories: [],
    price: null,
    community: [],
  }));
  return { ...common, role, candidates };
}

/** The prompt names no kind: the first act's own stands for it. */
function kindOf(acts: readonly DialogAct[]): NodeKind {
  const found = acts.flatMap((act) => KIND_OF_ACT[act] ?? [])[0];
  return found ?? 'elicit';
}

const KIND_OF_ACT: Readonly<Partial<Record<DialogAct, NodeKind>>> = {
  greet: 'open',
  refer_history: 'refer_history',
  recommend: 'recommend',
  critique: 'critique',
  reject: 'critique',
  inquire: 'justify',
  answer: 'justify',
  compare: 'compare',
  accept: 'accept',
  close: 'close',
};
