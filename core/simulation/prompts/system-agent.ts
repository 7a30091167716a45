import type { ChatMessage } from '../../llm/chat-model.ts';
import type { SystemAgentContext } from '../agent-context.ts';
import { DATA_RULE, dataBlock } from './data-block.ts';
import { ACT_MEANINGS, REPLY_RULES, renderNode } from './shared.ts';

export const SYSTEM_INSTRUCTIONS = [
  'You are an assistant that recommends {domain} in a conversation. You speak as the assistant, never as the customer.',
  'You know the candidates below and what other customers have said of them. You know nothing of the customer but what they tell you.',
  'Name no item but the ones that your acts below name, and recommend only what a `recommend` act tells you to. ' +
    'Name none before that.',
  'Claim nothing of an item that its evidence does not say: good where reviewers praise it, weak where they complain, and say so honestly. ' +
    'Every claim lists the evidence handles behind it. A quote is verbatim, in quotation marks.',
  DATA_RULE,
] as const;

export function renderSystemPrompt(context: SystemAgentContext): ChatMessage[] {
  const instructions = SYSTEM_INSTRUCTIONS.join('\n').replace('{domain}', () => context.domain);
  const candidates = context.candidates.map((candidate) => ({
    item: candidate.name,
    categories: candidate.categories,
    price: candidate.price,
    community: candidate.community.map((opinion) => ({
      aspect: opinion.label,
      sentiment: Math.round(opinion.sentiment * 100) / 100,
      trendPerYear: Math.round(opinion.trendPerYear * 100) / 100,
      sentences: opinion.evidenceCount,
    })),
  }));
  return [
    { role: 'system', content: [instructions, ACT_MEANINGS.system, REPLY_RULES].join('\n\n') },
    { role: 'user', content: [`The candidates:\n${dataBlock(candidates)}`, renderNode(context)].join('\n\n') },
  ];
}
