import type { ChatMessage } from '../../llm/chat-model.ts';
import type { Persona, UserAgentContext } from '../agent-context.ts';
import { DATA_RULE, dataBlock } from './data-block.ts';
import { REPLY_RULES, renderNode, spokenName } from './shared.ts';

export const USER_PERSONAS: Readonly<Record<Persona['style'], string>> = {
  terse: 'You write in short, plain sentences and waste no words.',
  chatty: 'You are relaxed and talkative, and like to add a personal touch.',
  expert: 'You know the field well and speak precisely.',
  unsure: 'You are not sure of yourself, hedge a little and like to be reassured.',
};

export const USER_INSTRUCTIONS = [
  'You are a customer who talks with an assistant that recommends {domain}; never speak as the assistant.',
  '{persona}',
  'Your wishes, dislikes and history below are yours: say them as your own and never contradict them. Invent no purchases and no facts.',
  'You do not know which item you will end up with: name none that is not listed below.',
] as const;

export const USER_KNOWLEDGE = 'What you know:';

/** Sentiments nearer to zero than this are no view at all. */
const CLEAR = 0.15;

/** Strong views only, by label; goals first, for they are what the user came with. */
function knowledgeOf(context: UserAgentContext): readonly Record<string, unknown>[] {
  const goals = context.goals.map((goal) => goal.label);
  const views = (keep: (sentiment: number) => boolean): string[] =>
    context.preferences
      .filter(({ sentiment, label }) => keep(sentiment) && !goals.includes(label))
      .map(({ label }) => label);
  const names = (items: UserAgentContext['history']): string[] => items.map((item) => spokenName(context, item.name));
  const entries: readonly (readonly [string, readonly string[]])[] = [
    ['your goals', goals],
    ['you like', views((sentiment) => sentiment >= CLEAR)],
    ['has let you down', views((sentiment) => sentiment <= -CLEAR)],
    ['items that you own', names(context.history)],
    ['items that the assistant named', names(context.namedItems)],
  ];
  return entries.filter(([, values]) => values.length > 0).map(([what, values]) => ({ [what]: values }));
}

export function renderUserPrompt(context: UserAgentContext): ChatMessage[] {
  const instructions = USER_INSTRUCTIONS.join('\n')
    .replace('{domain}', () => context.domain)
    .replace('{persona}', () => USER_PERSONAS[context.persona.style]);
  return [
    { role: 'system', content: [REPLY_RULES, DATA_RULE, instructions].join('\n\n') },
    {
      role: 'user',
      content: [`${USER_KNOWLEDGE}\n${dataBlock(knowledgeOf(context))}`, renderNode(context)].join('\n\n'),
    },
  ];
}
