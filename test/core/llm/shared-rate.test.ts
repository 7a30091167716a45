import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { SharedRate } from '../../../core/llm/shared-rate.ts';
import type { Rates } from '../../../core/llm/rate-window.ts';
import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { mostWithin } from './most-within.ts';

const MINUTE = 60_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a rate that workers share', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  const worker = (store: ArtefactStore, rates: Partial<Rates>, { identity = 'one', aheadMs = 0 } = {}): SharedRate =>
    new SharedRate({
      profile: 'openai',
      rates: { requestsPerMinute: null, tokensPerMinute: null, ...rates },
      store,
      identity,
      now: () => Date.now() + aheadMs,
      sleep,
    });

  /** Dialogs that call again and again: each call takes a second, and tells how many tokens it took. */
  function converse(rate: SharedRate, dialogs: number, made: { atMs: number; tokens: number }[]): void {
    const talk = async (): Promise<void> => {
      for (;;) {
        const permit = await rate.permit(100, undefined, () => {});
        made.push({ atMs: Date.now(), tokens: 60 });
        await sleep(1_000);
        permit.settle(60);
      }
    };
    for (let dialog = 0; dialog < dialogs; dialog++) void talk();
  }

  it.each([
    ['equal clocks', 0],
    ['clocks that differ by 20 seconds', 20_000],
  ])('is never passed in any minute, and used, by two workers with %s', async (_, aheadMs) => {
    const { store } = createMemoryStore();
    const made: { atMs: number; tokens: number }[] = [];
    const rates = { requestsPerMinute: 120 };
    converse(worker(store, rates), 8, made);
    converse(worker(store, rates, { identity: 'two', aheadMs }), 8, made);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(mostWithin(made, MINUTE, () => 1)).toBeLessThanOrEqual(120);
    expect(made.length).toBeGreaterThan(0.9 * 1_200);
  });

  it('holds tokens by what calls took in the end', async () => {
    const { store } = createMemoryStore();
    const made: { atMs: number; tokens: number }[] = [];
    const rates = { tokensPerMinute: 6_000 };
    converse(worker(store, rates), 8, made);
    converse(worker(store, rates, { identity: 'two' }), 8, made);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(mostWithin(made, MINUTE, ({ tokens }) => tokens)).toBeLessThanOrEqual(6_000);
    // 100 calls of 60 tokens a minute, though each holds 100 until its answer is there.
    expect(made.length).toBeGreaterThan(0.9 * 1_000);
  });

  it('leaves every worker a part', async () => {
    const { store } = createMemoryStore();
    const parts = [0, 1, 2].map((which) => {
      const made: { atMs: number; tokens: number }[] = [];
      converse(worker(store, { requestsPerMinute: 60 }, { identity: `${which}` }), 10, made);
      return made;
    });
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    for (const made of parts) expect(made.length).toBeGreaterThan(150);
  });

  it('costs few requests of the store, and keeps no more of its log than some minutes', async () => {
    const { store } = createMemoryStore();
    const made: { atMs: number; tokens: number }[] = [];
    converse(worker(store, { requestsPerMinute: 6_000 }), 4, made);
    await vi.advanceTimersByTimeAsync(13 * MINUTE);
    expect(made.length).toBeGreaterThan(13 * 60 * 3.9);
    const kept: string[] = [];
    for await (const key of store.list('rates/')) kept.push(key);
    expect(kept.every((key) => key.startsWith('rates/openai/'))).toBe(true);
    // At most two claims a second, of the last eleven minutes.
    expect(kept.length).toBeLessThan(2 * 11 * 60);
  });

  it('tells how long it is, and hears that a call is not wanted any more', async () => {
    const { store } = createMemoryStore();
    const rate = worker(store, { requestsPerMinute: 1 });
    await rate.permit(10, undefined, () => {});
    const told: number[] = [];
    const controller = new AbortController();
    const second = rate.permit(10, controller.signal, (waitMs) => told.push(waitMs));
    const third = rate.permit(10, undefined, () => {});
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told.at(-1)).toBeGreaterThan(55_000);
    expect(told.at(-1)).toBeLessThan(60_000);
    const reason = new Error('cancelled');
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await expect(third).resolves.toBeDefined();
  });

  it('goes on from what stands after a worker is started again, and where its log was emptied', async () => {
    const { store } = createMemoryStore();
    const rates = { requestsPerMinute: 4 };
    const made: { atMs: number; tokens: number }[] = [];
    converse(worker(store, rates), 3, made);
    await vi.advanceTimersByTimeAsync(20_000);
    converse(worker(store, rates, { identity: 'two' }), 3, made);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(mostWithin(made, MINUTE, () => 1)).toBeLessThanOrEqual(4);
    for await (const key of store.list('rates/')) await store.delete(key);
    const before = made.length;
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(made.length).toBeGreaterThan(before + 10);
  });

  it('tells the fault of the store to those who wait, and serves the next', async () => {
    const { store } = createMemoryStore();
    let isAway = true;
    const away = {
      ...store,
      create: (key: string, bytes: Uint8Array) =>
        isAway ? Promise.reject(new Error('away')) : store.create(key, bytes),
    };
    const rate = worker(away, { requestsPerMinute: 10 });
    await expect(rate.permit(1, undefined, () => {})).rejects.toThrow('away');
    isAway = false;
    await expect(rate.permit(1, undefined, () => {})).resolves.toBeDefined();
  });
});
