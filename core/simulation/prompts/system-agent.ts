import type { ChatMessage } from '../../llm/chat-model.ts';
import { shortTitle } from '../../text/item-title.ts';
import type { SystemAgentContext } from '../agent-context.ts';
import { DATA_RULE, dataBlock } from './data-block.ts';
import { REPLY_RULES, renderNode, spokenName } from './shared.ts';

export const SYSTEM_INSTRUCTIONS = [
  'You are the assistant, who recommends {domain}; never speak as the customer. You know nothing of the customer but what they tell you.',
  'Name no item but the one of your task. Claim nothing of an item that its evidence does not say, good or bad, and say it honestly.',
] as const;

export const ON_THE_TABLE = 'What other customers say of the items at hand:';

type Candidate = SystemAgentContext['candidates'][number];

/** Opinions told of an item: those that the tasks speak of, then those with the most sentences behind them. */
const MAX_OPINIONS = 4;
/** Sentiments nearer to zero than this are told as divided. */
const CLEAR = 0.15;

/**
 * Candidates that a task names or that stand in the talk. The others are in the agent's context, not in its prompt: it
 * may not name them, and a list of all of them for a greeting would be most of what a slow endpoint has to read.
 */
function onTheTable(context: SystemAgentContext): Candidate[] {
  const due = new Set(context.node.acts.flatMap((brief) => (brief.item ? [brief.item.itemId] : [])));
  const said = context.transcript.filter((turn) => turn.speaker === 'system').map((turn) => turn.text.toLowerCase());
  const isSaid = ({ name }: Candidate): boolean =>
    [spokenName(context, name), shortTitle(name)].some((form) =>
      said.some((text) => text.includes(form.toLowerCase())),
    );
  return context.candidates.filter((candidate) => due.has(candidate.itemId) || isSaid(candidate));
}

function standingOf(context: SystemAgentContext, candidate: Candidate): Record<string, unknown> {
  const asked = new Set(context.node.acts.flatMap((brief) => (brief.aspect ? [brief.aspect.aspectId] : [])));
  const opinions = [...candidate.community]
    .sort(
      (a, b) =>
        Number(asked.has(b.aspectId)) - Number(asked.has(a.aspectId)) ||
        b.evidenceCount - a.evidenceCount ||
        a.aspectId - b.aspectId,
    )
    .slice(0, MAX_OPINIONS);
  const labels = (keep: (sentiment: number) => boolean): string[] =>
    opinions.filter(({ sentiment }) => keep(sentiment)).map(({ label }) => label);
  return {
    item: spokenName(context, candidate.name),
    ...(candidate.price === null ? {} : { price: candidate.price }),
    praised: labels((sentiment) => sentiment >= CLEAR),
    divided: labels((sentiment) => Math.abs(sentiment) < CLEAR),
    criticised: labels((sentiment) => sentiment <= -CLEAR),
  };
}

export function renderSystemPrompt(context: SystemAgentContext): ChatMessage[] {
  const instructions = SYSTEM_INSTRUCTIONS.join('\n').replace('{domain}', () => context.domain);
  const items = onTheTable(context).map((candidate) => standingOf(context, candidate));
  const known = items.length === 0 ? [] : [`${ON_THE_TABLE}\n${dataBlock(items)}`];
  return [
    { role: 'system', content: [REPLY_RULES, DATA_RULE, instructions].join('\n\n') },
    { role: 'user', content: [...known, renderNode(context)].join('\n\n') },
  ];
}
