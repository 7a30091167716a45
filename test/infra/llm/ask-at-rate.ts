import { setTimeout as sleep } from 'node:timers/promises';

import { createRatedModel } from '../../../core/llm/rated.ts';
import { SharedRate } from '../../../core/llm/shared-rate.ts';
import { createOpenAiModel } from '../../../infra/llm/openai-model.ts';
import { openStore } from '../../../infra/storage/open-store.ts';
import { chatRequest } from '../../core/llm/chat-request.ts';

/** A worker process that makes so many calls, 16 at a time, at rates that it shares with others by a store: `tsx ask-at-rate.ts JSON`. */
const { baseUrl, store, rates, calls, identity } = JSON.parse(process.argv[2] ?? '{}') as {
  baseUrl: string;
  store: string;
  rates: { requestsPerMinute: number | null; tokensPerMinute: number | null };
  calls: number;
  identity: string;
};
const AT_ONCE = 16;

const rate = new SharedRate({
  profile: 'openai',
  rates,
  store: openStore(store, process.env),
  identity,
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms) => sleep(ms),
});
const openAi = createOpenAiModel({ profile: 'openai', apiKey: 'none', baseUrl, timeoutMs: 30_000 });
const model = createRatedModel(openAi, rate, () => {});
let made = 0;
const talk = async (): Promise<void> => {
  while (made < calls) await model.complete(chatRequest({ seed: ++made }));
};
await Promise.all(Array.from({ length: AT_ONCE }, talk));
