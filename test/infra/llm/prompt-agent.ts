import { z } from 'zod';

import { LABEL_INSTRUCTIONS } from '../../../core/aspects/label-prompt.ts';
import { composeReply } from '../../../core/llm/template/template-model.ts';
import { DialogActSchema, PolaritySchema } from '../../../core/planning/dialog-act.ts';
import { NodeKindSchema } from '../../../core/planning/dialog-plan.ts';
import type { AgentContext, EvidenceBrief } from '../../../core/simulation/agent-context.ts';
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

const EvidenceSchema = z.object({
  handle: z.string(),
  by: z.string(),
  item: z.string().nullable(),
  aspect: z.string(),
  quote: z.string().optional(),
});
const ActsSchema = z.array(
  z.object({
    act: DialogActSchema,
    aspect: z.string().nullable(),
    polarity: PolaritySchema.nullable(),
    item: z.string().nullable(),
    mandatory: z.boolean(),
    evidence: z.array(EvidenceSchema),
  }),
);
const CandidatesSchema = z.array(z.object({ item: z.string() }));
const KnowledgeSchema = z.object({
  preferences: z.array(z.object({ aspect: z.string(), sentiment: z.number(), salience: z.number() })),
  goals: z.array(z.object({ aspect: z.string(), inYourWords: z.array(z.string()) })),
  history: z.array(z.string()),
  itemsNamedByTheAssistant: z.array(z.string()),
});

function contextOf(body: ChatCompletionBody): AgentContext {
  const prompt = body.messages.map(({ content }) => content).join('\n');
  const blocks = [...prompt.matchAll(/```json\n([\s\S]*?)\n```/g)].map((match): unknown => JSON.parse(match[1] ?? ''));
  const [knowledge, labels, transcript, acts] = blocks;
  const aspectLabels = z.array(z.string()).parse(labels);
  const idOf = (label: string): number => Math.max(0, aspectLabels.indexOf(label));
  const stretch = /Your acts in this stretch \("(\w+)", (\d+) turns left/.exec(prompt);
  const item = (name: string) => ({ itemId: name, name });
  const common = {
    domain: 'things',
    node: {
      nodeId: 'n',
      kind: NodeKindSchema.parse(stretch?.[1]),
      turnsLeft: Number(stretch?.[2]),
      acts: ActsSchema.parse(acts).map((act) => ({
        act: act.act,
        aspect: act.aspect === null ? null : { aspectId: idOf(act.aspect), label: act.aspect },
        polarity: act.polarity,
        item: act.item === null ? null : item(act.item),
        mandatory: act.mandatory,
        evidence: act.evidence.map((cited) => evidenceOf(cited, act.act === 'refer_history')),
      })),
    },
    transcript: z.array(z.object({ speaker: z.enum(['user', 'system']), text: z.string() })).parse(transcript),
    feedback: [],
    aspects: aspectLabels.map((label, aspectId) => ({ aspectId, label })),
    seed: body.seed ?? 0,
  };
  if (prompt.includes('You play a customer')) {
    const known = KnowledgeSchema.parse(knowledge);
    return {
      ...common,
      role: 'user',
      persona: { style: 'chatty' },
      preferences: known.preferences.map(({ aspect, ...rest }) => ({ aspectId: idOf(aspect), label: aspect, ...rest })),
      goals: known.goals.map(({ aspect }) => ({ aspectId: idOf(aspect), label: aspect, evidence: [] })),
      history: known.history.map(item),
      namedItems: known.itemsNamedByTheAssistant.map(item),
    };
  }
  const candidates = CandidatesSchema.parse(knowledge);
  return {
    ...common,
    role: 'system',
    candidates: candidates.map((candidate) => ({
      ...item(candidate.item),
      categories: [],
      price: null,
      community: [],
    })),
  };
}

function evidenceOf(cited: z.infer<typeof EvidenceSchema>, isHistory: boolean): EvidenceBrief {
  const own = isHistory ? 'history' : 'goal';
  return {
    evidenceId: cited.handle,
    role: cited.by === 'you' ? own : 'community',
    aspect: cited.aspect,
    itemName: cited.item,
    quote: cited.quote ?? '',
    sentiment: 0,
  };
}
