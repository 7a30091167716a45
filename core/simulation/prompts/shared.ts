import type { Speaker } from '../../planning/dialog-act.ts';
import type { AgentContext } from '../agent-context.ts';
import { dataBlock } from './data-block.ts';

/** What each act means for whoever performs it; the planner and the checks read them the same way. */
export const ACT_MEANINGS: Readonly<Record<Speaker, string>> = {
  user: [
    'Acts that you may be asked for:',
    '- greet, close: open or end the conversation politely.',
    '- disclose / answer: state your preference on the aspect. positive: you want it good or have liked it; negative: it has let you down before; neutral: no strong view.',
    '- refer_history: tell of the named item that you own or have tried, and how the aspect was, as your own review says.',
    '- inquire: ask about the aspect of the item now on the table.',
    '- critique: complain about the item on the table on the aspect that the assistant has just admitted to be weak.',
    '- reject: turn the item down. accept: say clearly that you take it.',
  ].join('\n'),
  system: [
    'Acts that you may be asked for:',
    '- greet, close: open or end the conversation politely.',
    '- elicit: ask what the customer wants of the aspect, or openly where there is none.',
    '- recommend: suggest the item by its name (a short form of a long title will do).',
    '- justify / answer: say how the item does on the aspect. positive: reviewers praise it; negative: reviewers complain.',
    '- compare: relate the named earlier item to the one on the table on the aspect; the polarity is the earlier item’s.',
  ].join('\n'),
};

export const REPLY_RULES = [
  'Answer with one JSON object: {"utterance": string, "acts": [{"act", "aspect", "polarity", "item", "evidence"}]}.',
  '- The utterance is one chat message of at most 60 words (quotes aside). It performs every mandatory act that you list, in natural order; leave one for a later turn only where turns are left.',
  '- Use each act’s aspect label in the words (singular or plural as it fits), and make its polarity plain.',
  '- In `acts` repeat aspect labels, item names and evidence handles exactly as given. List every act that you perform, and no other.',
  '- Where no act is left for you, react briefly to what was said and list no acts.',
].join('\n');

/** The stretch of dialog at hand: where it stands, what is to be done, what went wrong before. */
export function renderNode(context: AgentContext): string {
  const acts = context.node.acts.map((brief) => ({
    act: brief.act,
    aspect: brief.aspect?.label ?? null,
    polarity: brief.polarity,
    item: brief.item?.name ?? null,
    mandatory: brief.mandatory,
    evidence: brief.evidence.map((evidence) => ({
      handle: evidence.evidenceId,
      by: evidence.role === 'community' ? 'another customer' : 'you',
      item: evidence.itemName,
      aspect: evidence.aspect,
      ...(evidence.quote === '' ? {} : { quote: evidence.quote }),
    })),
  }));
  const sections = [
    `Aspects that you may speak of:\n${dataBlock(context.aspects.map((aspect) => aspect.label))}`,
    `The dialog so far:\n${dataBlock(context.transcript)}`,
    `Your acts in this stretch ("${context.node.kind}", ${context.node.turnsLeft} turns left, this one included):\n${dataBlock(acts)}`,
  ];
  if (context.feedback.length > 0) {
    sections.push(`An earlier attempt at this dialog failed. Avoid this:\n${dataBlock(context.feedback)}`);
  }
  sections.push('Write your next message.');
  return sections.join('\n\n');
}
