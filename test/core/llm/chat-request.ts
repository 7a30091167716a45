import type { ChatRequest } from '../../../core/llm/chat-model.ts';

/** A request with everything in it; tests change what they are about. */
export function chatRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    site: { dialogId: 'd00001', attempt: 1, nodeId: 'n2', turnIndex: 3, role: 'user', call: 0 },
    model: 'gpt-4o',
    temperature: 0.8,
    seed: 17,
    maxOutputTokens: 400,
    messages: [
      { role: 'system', content: 'You are a user.' },
      { role: 'user', content: 'What matters to you?' },
    ],
    schema: {
      name: 'reply',
      json: {
        type: 'object',
        properties: { utterance: { type: 'string' } },
        required: ['utterance'],
        additionalProperties: false,
      },
    },
    context: null,
    ...changes,
  };
}
