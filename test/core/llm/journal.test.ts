import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PipelineError } from '../../../core/errors.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../../../core/llm/chat-model.ts';
import { createJournalledModel, requestDigest } from '../../../core/llm/journal.ts';
import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';
import { chatRequest } from './chat-request.ts';
import { createMemoryStore } from './memory-store.ts';

const key = (digest: string): string => `llm/${digest}.json`;
const noSleep = async (_milliseconds: number): Promise<void> => {};

const reply = (text: string): ChatReply => ({
  text,
  finish: 'stop',
  promptTokens: 10,
  completionTokens: 5,
  costMicroUsd: 75,
  model: 'gpt-4o-2024-08-06',
  replayed: false,
});

/** Answers the n-th call with "reply n", and remembers what it was asked. */
function countingModel(before: (signal?: AbortSignal) => Promise<void> = async () => {}) {
  const asked: ChatRequest[] = [];
  const model: ChatModel = {
    provider: 'openai',
    async complete(request, signal) {
      asked.push(request);
      const text = `reply ${asked.length}`;
      await before(signal);
      return reply(text);
    },
  };
  return { model, asked };
}

const journalled = (inner: ChatModel | null, store: ArtefactStore, sleep = noSleep): ChatModel =>
  createJournalledModel({ inner, store, key, sleep });

const unavailable = (): PipelineError => new PipelineError('store_unavailable', 'the disk is full');

describe('the journal', () => {
  it('asks once and replays the same words afterwards, with the bill of the call that was paid for', async () => {
    const { model, asked } = countingModel();
    const { store } = createMemoryStore();
    expect(await journalled(model, store).complete(chatRequest())).toEqual(reply('reply 1'));
    const again = await journalled(model, store).complete(chatRequest());
    expect(again).toEqual({ ...reply('reply 1'), replayed: true });
    expect(asked).toHaveLength(1);
  });

  it('has the reply on record before anybody uses it', async () => {
    const { model } = countingModel();
    const { store, artefacts } = createMemoryStore();
    await journalled(model, store).complete(chatRequest());
    const entry: unknown = JSON.parse(new TextDecoder().decode(artefacts.get(key(requestDigest(chatRequest())))));
    expect(entry).toMatchObject({
      version: 1,
      provider: 'openai',
      site: chatRequest().site,
      reply: { text: 'reply 1' },
    });
  });

  it.each<[string, Partial<ChatRequest>]>([
    ['attempt', { site: { ...chatRequest().site, attempt: 2 } }],
    ['repair', { site: { ...chatRequest().site, call: 1 } }],
    ['seed', { seed: 18 }],
    ['model', { model: 'gpt-4o-mini' }],
    ['words', { messages: [{ role: 'user', content: 'What matters to you!' }] }],
    ['bounds', { maxOutputTokens: 401 }],
  ])('keeps requests apart that differ in their %s', async (_, change) => {
    const { model, asked } = countingModel();
    const { store } = createMemoryStore();
    const journal = journalled(model, store);
    await journal.complete(chatRequest());
    expect((await journal.complete(chatRequest(change))).text).toBe('reply 2');
    expect(asked).toHaveLength(2);
  });

  it('knows a request again whatever the order of its fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (json) => {
        const reversed = Object.fromEntries(Object.entries(json).reverse());
        const digest = requestDigest(chatRequest({ schema: { name: 'reply', json } }));
        expect(requestDigest(chatRequest({ schema: { json: reversed, name: 'reply' } }))).toBe(digest);
      }),
    );
  });

  it('shares one call between equal requests under way', async () => {
    const { model, asked } = countingModel(() => new Promise((resolve) => setTimeout(resolve, 20)));
    const { store } = createMemoryStore();
    const journal = journalled(model, store);
    const replies = await Promise.all(Array.from({ length: 10 }, () => journal.complete(chatRequest())));
    expect(asked).toHaveLength(1);
    expect(new Set(replies.map((one) => one.text))).toEqual(new Set(['reply 1']));
    expect(replies.filter((one) => !one.replayed)).toHaveLength(1);
  });

  it('lets the first of two workers win: the other uses its words and owns up to its own bill', async () => {
    const { store } = createMemoryStore();
    // Both have read an empty journal before either writes.
    let waiting: (() => void)[] = [];
    const together = (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting) go();
      });
    const workers = ['here', 'there'].map((place) => {
      const model: ChatModel = {
        provider: 'openai',
        complete: async () => {
          await together();
          return { ...reply(`from ${place}`), completionTokens: place.length };
        },
      };
      return journalled(model, store);
    });
    const [here, there] = await Promise.all(workers.map((worker) => worker.complete(chatRequest())));
    waiting = [];
    expect(here?.text).toBe(there?.text);
    expect([here, there].map((one) => [one?.completionTokens, one?.replayed])).toEqual([
      [4, false],
      [5, false],
    ]);
  });

  it('writes again with the reply in hand, and never asks again for it', async () => {
    const { model, asked } = countingModel();
    let failures = 3;
    const { store } = createMemoryStore(async (operation) => {
      if (operation === 'create' && failures-- > 0) throw unavailable();
    });
    const waits: number[] = [];
    const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
    expect((await journalled(model, store, sleep).complete(chatRequest())).text).toBe('reply 1');
    expect(waits).toEqual([100, 200, 500]);
    expect(asked).toHaveLength(1);
  });

  it('keeps the reply in hand over a write that it had to give up', async () => {
    const { model, asked } = countingModel();
    let broken = true;
    const { store } = createMemoryStore(async (operation) => {
      if (operation === 'create' && broken) throw unavailable();
    });
    const waits: number[] = [];
    const journal = journalled(model, store, async (milliseconds) => void waits.push(milliseconds));
    await expect(journal.complete(chatRequest())).rejects.toMatchObject({
      code: 'store_unavailable',
      details: { waitedMs: 58_800 },
    });
    expect(waits.length).toBeLessThan(12);
    broken = false;
    expect((await journal.complete(chatRequest())).text).toBe('reply 1');
    expect(asked).toHaveLength(1);
  });

  it('does not wait for a store that refuses', async () => {
    const { model } = countingModel();
    const { store } = createMemoryStore(async (operation) => {
      if (operation === 'create') throw new PipelineError('store_denied', 'read-only');
    });
    const waits: number[] = [];
    const journal = journalled(model, store, async (milliseconds) => void waits.push(milliseconds));
    await expect(journal.complete(chatRequest())).rejects.toMatchObject({ code: 'store_denied' });
    expect(waits).toEqual([]);
  });

  it('does not ask the model while the journal cannot be read', async () => {
    const { model, asked } = countingModel();
    const { store } = createMemoryStore(async () => {
      throw unavailable();
    });
    await expect(journalled(model, store).complete(chatRequest())).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(asked).toHaveLength(0);
  });

  it('journals no fault: the next try asks', async () => {
    const failing = countingModel(async () => {
      throw new PipelineError('model_transport', 'cut off');
    });
    const { model, asked } = countingModel();
    const { store, artefacts } = createMemoryStore();
    await expect(journalled(failing.model, store).complete(chatRequest())).rejects.toMatchObject({
      code: 'model_transport',
    });
    expect(artefacts.size).toBe(0);
    await journalled(model, store).complete(chatRequest());
    expect(asked).toHaveLength(1);
  });

  it('replays without a model, and names the call that it has no reply to', async () => {
    const { model } = countingModel();
    const { store } = createMemoryStore();
    await journalled(model, store).complete(chatRequest());
    const replay = journalled(null, store);
    expect(replay.provider).toBe('replay');
    expect(await replay.complete(chatRequest())).toEqual({ ...reply('reply 1'), replayed: true });
    await expect(replay.complete(chatRequest({ seed: 99 }))).rejects.toMatchObject({
      code: 'replay_missing',
      message: expect.stringContaining('d00001, attempt 1, node n2, turn 3, user') as unknown,
    });
  });

  it.each([
    ['half an entry', (text: string) => text.slice(0, 40)],
    ['another version', (text: string) => text.replace('"version": 1', '"version": 7')],
    ['a missing field', (text: string) => text.replace('"finish": "stop",', '')],
    ['an entry for another request', (text: string) => text.replace(requestDigest(chatRequest()), 'f'.repeat(64))],
  ])('does not trust %s', async (_, damage) => {
    const { model, asked } = countingModel();
    const { store, artefacts } = createMemoryStore();
    await journalled(model, store).complete(chatRequest());
    const [[entryKey, bytes] = ['', new Uint8Array()]] = artefacts;
    const text = new TextDecoder().decode(bytes);
    const damaged = damage(text);
    expect(damaged).not.toBe(text);
    artefacts.set(entryKey, new TextEncoder().encode(damaged));
    await expect(journalled(model, store).complete(chatRequest())).rejects.toMatchObject({
      code: 'artefact_invalid',
      message: expect.stringContaining(entryKey) as unknown,
    });
    expect(asked).toHaveLength(1);
  });

  it('lets one caller leave without taking the reply from another', async () => {
    const { model, asked } = countingModel(async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      signal?.throwIfAborted();
    });
    const { store } = createMemoryStore();
    const journal = journalled(model, store);
    const leaving = new AbortController();
    const first = journal.complete(chatRequest(), leaving.signal);
    const second = journal.complete(chatRequest(), new AbortController().signal);
    const left = new Error('cancelled');
    leaving.abort(left);
    await expect(first).rejects.toBe(left);
    expect((await second).text).toBe('reply 1');
    expect(asked).toHaveLength(1);
  });

  it('stops the call when its last caller leaves', async () => {
    const stopped: unknown[] = [];
    const { model } = countingModel(
      (signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            stopped.push('stopped');
            reject(new Error('aborted'));
          });
        }),
    );
    const { store, artefacts } = createMemoryStore();
    const leaving = new AbortController();
    const call = journalled(model, store).complete(chatRequest(), leaving.signal);
    setTimeout(() => leaving.abort(new Error('cancelled')), 5);
    await expect(call).rejects.toThrow('cancelled');
    expect(stopped).toEqual(['stopped']);
    expect(artefacts.size).toBe(0);
  });
});
