import { expect, it } from 'vitest';

import { RateLog, type RateEntry } from '../../../core/llm/rate-log.ts';
import { createMemoryStore } from './memory-store.ts';

it('takes an entry in once: what it gives back is not given back again by a reader that was silent for a while', async () => {
  const { store } = createMemoryStore();
  let nowMs = 1_700_000_000_000;
  const now = (): number => nowMs;
  const entry = (by: string, update: Partial<RateEntry>): RateEntry => ({
    atMs: nowMs,
    by,
    requests: 0,
    tokens: 0,
    unused: {},
    waiting: 0,
    waitMs: 0,
    rates: { requestsPerMinute: null, tokensPerMinute: 1_000 },
    ...update,
  });
  const writer = new RateLog(store, 'rates/openai');
  await writer.look(now);
  await writer.append(entry('two', { requests: 1, tokens: 500 }), now);
  // Calls of its own still wait: it claims nothing, and tells that its call took less.
  await writer.append(entry('two', { unused: { '1': 200 }, waiting: 3, waitMs: 9_000 }), now);
  const reader = new RateLog(store, 'rates/openai');
  await reader.look(now);
  const tokens = (): number[] => reader.claims(nowMs).map((claim) => claim.tokens);
  expect(tokens()).toEqual([300]);
  nowMs += 35_000;
  await reader.look(now);
  expect(tokens()).toEqual([300]);
});
