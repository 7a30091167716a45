import { shortTitle } from '../../text/item-title.ts';
import type { ActBrief, AgentContext } from '../agent-context.ts';
import { itemsKnownTo } from '../reply.ts';
import { dataBlock } from './data-block.ts';
import { taskOf } from './tasks.ts';

/** The same for both agents and first in every prompt, so that an endpoint that keeps prefixes reads them once. */
export const REPLY_RULES = [
  'You write one chat message. Answer with one JSON object: {"utterance": string, "acts": [...]}.',
  '- "utterance": your message, one to three short sentences, at most 60 words, to the other speaker. It does every task of your list in its order.',
  '- Each task has its act as JSON. Say its "aspect" and its "item" in your message with these very words. "positive" is praise or a wish, "negative" a complaint.',
  '- "acts": copy the acts that you perform exactly as they stand, and no other.',
  '- Say nothing of other aspects or items. Do not repeat a sentence of the dialog. Do not quote these rules.',
  '- Use your own words. A quotation must be word for word from "evidence", in quotation marks.',
].join('\n');

export const NODE_PHRASES = {
  talk: 'The dialog so far, latest last:',
  start: 'The dialog has not begun.',
  tasks: 'Your tasks for this message:',
  later: 'One that does not fit may wait: messages left to you or the other in this stretch, this one included: ',
  optional: 'You may also:',
  none: 'You have no task: react in one short sentence to the last message, naming no aspect and no item. "acts" is [].',
  feedback: 'An earlier attempt was refused. Avoid these faults:',
  write: 'Write your message now.',
} as const;

/** Turns shown: what is further back stands in the tasks where it matters. */
const LAST_TURNS = 6;
const MAX_FEEDBACK = 4;
const STRETCH = /in the stretch "(\w+)"/;

/** Names as they are spoken: the shop's whole title where a short one could be mistaken. */
export function spokenName(context: AgentContext, name: string): string {
  return shortTitle(name, [...new Set(itemsKnownTo(context).map((item) => item.name))]);
}

/** One task: our order in fixed words, and below it, as data, the act to copy and the words that stand behind it. */
function renderTask(context: AgentContext, brief: ActBrief, number: number): string {
  const { act, polarity } = brief;
  const copy = {
    act,
    aspect: brief.aspect?.label ?? null,
    polarity,
    item: brief.item === null ? null : spokenName(context, brief.item.name),
    evidence: brief.evidence.map((evidence) => evidence.evidenceId),
  };
  const quotes = brief.evidence.flatMap(({ evidenceId, quote }) => (quote === '' ? [] : [[evidenceId, quote]]));
  const data = quotes.length === 0 ? [copy] : [copy, { evidence: Object.fromEntries(quotes) }];
  const task = taskOf(context.role, { act, polarity, hasAspect: brief.aspect !== null });
  return `${number}. ${task}\n${dataBlock(data)}`;
}

function renderTasks(context: AgentContext): string[] {
  const { acts, turnsLeft } = context.node;
  const due = acts.filter((brief) => brief.mandatory);
  const optional = acts.filter((brief) => !brief.mandatory);
  const list = (briefs: readonly ActBrief[], from: number): string =>
    briefs.map((brief, index) => renderTask(context, brief, from + index)).join('\n');
  const sections = due.length === 0 ? [NODE_PHRASES.none] : [`${NODE_PHRASES.tasks}\n${list(due, 1)}`];
  if (optional.length > 0) sections.push(`${NODE_PHRASES.optional}\n${list(optional, due.length + 1)}`);
  if (due.length > 2 && turnsLeft > 2) sections.push(`${NODE_PHRASES.later}${turnsLeft}.`);
  return sections;
}

/** What this stretch can use of the reasons: its own and those that name none. */
function reasonsFor({ feedback, node }: AgentContext): string[] {
  const isHere = (reason: string): boolean => (STRETCH.exec(reason)?.[1] ?? node.kind) === node.kind;
  return feedback.filter(isHere).slice(0, MAX_FEEDBACK);
}

/** The stretch of dialog at hand: where it stands, what is to be done, what went wrong before. */
export function renderNode(context: AgentContext): string {
  const other = context.role === 'user' ? 'assistant' : 'customer';
  const turns = context.transcript
    .slice(-LAST_TURNS)
    .map((turn) => ({ [turn.speaker === context.role ? 'you' : other]: turn.text }));
  const reasons = reasonsFor(context);
  return [
    turns.length === 0 ? NODE_PHRASES.start : `${NODE_PHRASES.talk}\n${dataBlock(turns)}`,
    ...renderTasks(context),
    ...(reasons.length === 0 ? [] : [`${NODE_PHRASES.feedback}\n${dataBlock(reasons)}`]),
    NODE_PHRASES.write,
  ].join('\n\n');
}
