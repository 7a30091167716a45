import type { ChatMessage } from '../../llm/chat-model.ts';

export const REPAIR_INSTRUCTIONS =
  'Your reply could not be used: {problem} Send it again, corrected, as one JSON object of the form given above.';

/** The one repair of an invalid reply: the same conversation, the reply as it came, and what is wrong with it. */
export function renderRepair(messages: readonly ChatMessage[], reply: string, problem: string): ChatMessage[] {
  return [
    ...messages,
    { role: 'assistant', content: reply },
    { role: 'user', content: REPAIR_INSTRUCTIONS.replace('{problem}', () => problem) },
  ];
}
