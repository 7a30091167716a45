import { shortTitle } from '../../text/item-title.ts';
import type { ActBrief, AgentContext } from '../agent-context.ts';
import { itemsKnownTo } from '../reply.ts';
import { dataBlock } from './data-block.ts';
import { taskOf } from './tasks.ts';

/** The same for both agents and first in every prompt, so that an endpoint that keeps prefixes reads them once. */
export const REPLY_RULES = [
  'You write one chat message. Answer with one JSON object: {"utterance": string, "acts": [...]}.',
  '- "utterance": your message to the other speaker, one to three short sentences, at most 60 words. It does every task of your list in its order.',
  '- Each task has its act as JSON. The words of its "aspect" and of its "item" must stand in your message.',
  '- "acts": copy the act of every task exactly as it stands, and no other.',
  '- Say nothing of other aspects or items. Never repeat a sentence of the dialog. Never quote these rules.',
  '- Use your own words. A quotation must be word for word from "evidence", in quotation marks.',
  'Example. Task: Say that you want the brakes to be good. Act: {"act":"disclose","aspect":"brakes","polarity":"positive","item":null,"evidence":["e9"]}',
  'Answer: {"utterance":"Good brakes matter most to me.","acts":[{"act":"disclose","aspect":"brakes","polarity":"positive","item":null,"evidence":["e9"]}]}',
].join('\n');

export const NODE_PHRASES = {
  talk: 'The dialog so far, latest last:',
  start: 'The dialog has not begun.',
  tasks: 'Your tasks for this message:',
  later: 'One that does not fit may wait: messages left to you or the other in this stretch, this one included: ',
  optional: 'You may also:',
  none: 'You have no task. Thank the other speaker for the last message in at most eight words: recommend nothing, promise nothing, ask nothing. "acts" is [].',
  feedback: 'An earlier attempt was refused. Avoid these faults:',
  write: {
    user: 'You are the customer. Write your message to the assistant now.',
    system: 'You are the assistant. Write your message to the customer now.',
  },
} as const;

/** Turns shown: what is further back stands in the tasks where it matters. */
const LAST_TURNS = 6;
const MAX_FEEDBACK = 4;
const STRETCH = /in the stretch "(\w+)"/;

/** Names as they are spoken: the shop's whole title where a short one could be mistaken. */
export function spokenName(context: AgentContext, name: string): string {
  return shortTitle(name, [...new Set(itemsKnownTo(context).map((item) => item.name))]);
}

/** An act in the form that the reply gives it. */
function actToCopy(context: AgentContext, brief: ActBrief): Readonly<Record<string, unknown>> {
  return {
    act: brief.act,
    aspect: brief.aspect?.label ?? null,
    polarity: brief.polarity,
    item: brief.item === null ? null : spokenName(context, brief.item.name),
    evidence: brief.evidence.map((evidence) => evidence.evidenceId),
  };
}

/** The acts of all mandatory tasks, as data. */
export const actsToCopy = (context: AgentContext): readonly Readonly<Record<string, unknown>>[] =>
  context.node.acts.filter((brief) => brief.mandatory).map((brief) => actToCopy(context, brief));

/** One task: our order in fixed words, and below it, as data, the act to copy and the words that stand behind it. */
function renderTask(context: AgentContext, brief: ActBrief, number: number): string {
  const { act, polarity } = brief;
  const copy = actToCopy(context, brief);
  const quotes = brief.evidence.flatMap(({ evidenceId, quote }) => (quote === '' ? [] : [[evidenceId, quote]]));
  const data = quotes.length === 0 ? [copy] : [copy, { evidence: Object.fromEntries(quotes) }];
  const task = taskOf(context.role, { act, polarity, aspect: brief.aspect?.label ?? null });
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
    NODE_PHRASES.write[context.role],
  ].join('\n\n');
}
