import type { ChatMessage } from '../../llm/chat-model.ts';
import type { Persona, UserAgentContext } from '../agent-context.ts';
import { DATA_RULE, dataBlock } from './data-block.ts';
import { ACT_MEANINGS, REPLY_RULES, renderNode } from './shared.ts';

export const USER_PERSONAS: Readonly<Record<Persona['style'], string>> = {
  terse: 'You write in short, plain sentences and waste no words.',
  chatty: 'You are relaxed and talkative, and like to add a personal touch.',
  expert: 'You know the field well and speak precisely.',
  unsure: 'You are not sure of yourself, hedge a little and like to be reassured.',
};

export const USER_INSTRUCTIONS = [
  'You play a customer who talks with an assistant that recommends {domain}. You are the customer, never the assistant.',
  '{persona}',
  'Your preferences and goals below are yours: state them as your own, in your own words, and never contradict them. A ' +
    'positive sentiment means that you want the aspect to be good or have liked it before; a negative one that it has let you down before.',
  'You do not know which item you will end up with. Never name an item that is neither in your history nor already named by the assistant.',
  'What you own or have tried is your history, and nothing else. Invent no purchases and no facts.',
  DATA_RULE,
] as const;

export function renderUserPrompt(context: UserAgentContext): ChatMessage[] {
  const instructions = USER_INSTRUCTIONS.join('\n')
    .replace('{domain}', () => context.domain)
    .replace('{persona}', () => USER_PERSONAS[context.persona.style]);
  const knowledge = {
    preferences: context.preferences.map(({ label, sentiment, salience }) => ({
      aspect: label,
      sentiment: round(sentiment),
      salience: round(salience),
    })),
    goals: context.goals.map((goal) => ({
      aspect: goal.label,
      inYourWords: goal.evidence.map((evidence) => evidence.quote).filter((quote) => quote !== ''),
    })),
    history: context.history.map((item) => item.name),
    itemsNamedByTheAssistant: context.namedItems.map((item) => item.name),
  };
  return [
    { role: 'system', content: [instructions, ACT_MEANINGS.user, REPLY_RULES].join('\n\n') },
    { role: 'user', content: [`What you know:\n${dataBlock(knowledge)}`, renderNode(context)].join('\n\n') },
  ];
}

const round = (value: number): number => Math.round(value * 100) / 100;
