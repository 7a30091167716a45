import { expect, it } from 'vitest';

import type { ChatModel } from '../../../core/llm/chat-model.ts';
import { createRatedModel } from '../../../core/llm/rated.ts';
import { whileServing } from '../../../core/llm/serving-model.ts';
import { SharedRate } from '../../../core/llm/shared-rate.ts';
import { chatRequest } from './chat-request.ts';
import { createMemoryStore } from './memory-store.ts';

it('a call whose turn comes after the worker was told to end is not made', async () => {
  let asked = 0;
  let isStopping = false;
  const inner: ChatModel = {
    provider: 'test',
    complete: () => {
      asked += 1;
      isStopping = true;
      const reply = { text: '', finish: 'stop' as const, promptTokens: 1, completionTokens: 1, costMicroUsd: 0 };
      return Promise.resolve({ ...reply, model: 'm', replayed: false });
    },
  };
  let nowMs = 0;
  const rate = new SharedRate({
    profile: 'openai',
    rates: { requestsPerMinute: 60, tokensPerMinute: null },
    store: createMemoryStore().store,
    identity: 'one',
    now: () => nowMs,
    sleep: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
  });
  const model = createRatedModel(
    whileServing(inner, () => isStopping),
    rate,
    () => {},
  );
  const calls = await Promise.allSettled(Array.from({ length: 5 }, (_, seed) => model.complete(chatRequest({ seed }))));
  expect(asked).toBe(1);
  expect(
    calls.slice(1).map((call) => (call.status === 'rejected' ? (call.reason as { code: string }).code : '')),
  ).toEqual(Array.from({ length: 4 }, () => 'worker_stopping'));
});
