import type { ChatMessage } from '../../llm/chat-model.ts';
import type { AgentContext } from '../agent-context.ts';
import { dataBlock } from './data-block.ts';
import { actsToCopy } from './shared.ts';

export const REPAIR_INSTRUCTIONS =
  'Your reply could not be used. What is wrong with it:\n{problem}\nWrite it again, corrected, as one JSON object of the form given above.';
export const REPAIR_ACTS = 'Its "acts" are these, each copied exactly:';

/** Enough of a reply to go on from; one that ran away would fill the context that its repair needs. */
const REPLY_CHARACTERS = 800;

/** The one repair of an invalid reply: the same conversation, the reply as it came, and what is wrong with it. */
export function renderRepair(
  messages: readonly ChatMessage[],
  { reply, problem, context }: { reply: string; problem: string; context: AgentContext },
): ChatMessage[] {
  const acts = actsToCopy(context);
  // The problem quotes the reply, and through it perhaps a review.
  const complaint = REPAIR_INSTRUCTIONS.replace('{problem}', () => dataBlock(problem));
  return [
    ...messages,
    { role: 'assistant', content: reply.slice(0, REPLY_CHARACTERS) },
    { role: 'user', content: acts.length === 0 ? complaint : `${complaint}\n${REPAIR_ACTS}\n${dataBlock(acts)}` },
  ];
}
