import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Spend } from '../../../core/config/run-ref.ts';
import { PipelineError } from '../../../core/errors.ts';
import { AllowanceNeeded, spendOfReply, withAllowance } from '../../../core/llm/allowance.ts';
import { boundOf } from '../../../core/llm/call-bound.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../../../core/llm/chat-model.ts';
import { createJournalledModel } from '../../../core/llm/journal.ts';
import { createMeteredModel, openCalls, readUnsettled } from '../../../core/llm/metered.ts';
import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';
import { chatRequest } from './chat-request.ts';
import { createMemoryStore } from './memory-store.ts';

const keys = {
  asked: (dialogId: string, digest: string, number: number): string => `asked/${dialogId}/${digest}-${number}.json`,
  journal: (digest: string): string => `llm/${digest}.json`,
};
const BOUND: Spend = { tokens: 100, costMicroUsd: 1_000 };
const REPLY: ChatReply = {
  text: '{}',
  finish: 'stop',
  promptTokens: 10,
  completionTokens: 5,
  costMicroUsd: 75,
  model: 'gpt-4o',
  replayed: false,
};

/** What one call meets: an answer, a charge without an answer, or a refusal that costs nothing. */
type Fate = 'answered' | 'charged' | 'refused';

function billingModel(fates: Fate[]) {
  let billed = 0;
  const model: ChatModel = {
    provider: 'openai',
    complete(): Promise<ChatReply> {
      const fate = fates.shift() ?? 'answered';
      if (fate !== 'refused') billed += 75;
      if (fate === 'answered') return Promise.resolve(REPLY);
      const code = fate === 'refused' ? 'model_rate_limited' : 'model_transport';
      return Promise.reject(new PipelineError(code, fate));
    },
  };
  return { model, billed: () => billed };
}

/** As a worker has it: made anew, it knows nothing but the store. */
const workerModel = (inner: ChatModel, store: ArtefactStore): ChatModel =>
  createJournalledModel({
    inner: createMeteredModel({ inner, store, keys, boundOf: () => BOUND }),
    store,
    key: keys.journal,
    sleep: () => Promise.resolve(),
  });

const requestOf = (dialogId: string): ChatRequest => ({ ...chatRequest(), site: { ...chatRequest().site, dialogId } });
const attempt = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('calls that are noted before they are made', () => {
  it('count the lost ones in full, and those that were refused not at all', async () => {
    const { store } = createMemoryStore();
    const { model } = billingModel(['charged', 'refused', 'charged', 'answered']);
    for (let nth = 0; nth < 3; nth++) await attempt(workerModel(model, store).complete(chatRequest()));
    expect(await openCalls(store, keys, chatRequest())).toBe(2);
    const reply = await workerModel(model, store).complete(chatRequest());
    expect(reply).toMatchObject({ costMicroUsd: 75, unknownTokens: 200, unknownCostMicroUsd: 2_000 });
    expect(spendOfReply(reply)).toEqual({ tokens: 215, costMicroUsd: 2_075 });
    // Replayed, it tells the same bill; asking again would cost nothing.
    expect(await workerModel(model, store).complete(chatRequest())).toEqual({ ...reply, replayed: true });
    expect(await openCalls(store, keys, chatRequest())).toBeNull();
  });

  it('count by the bound where the endpoint tells no usage', async () => {
    const { store } = createMemoryStore();
    const untold = { ...REPLY, costMicroUsd: null, usageTold: false } as const;
    const inner: ChatModel = { provider: 'openai', complete: () => Promise.resolve(untold) };
    const reply = await workerModel(inner, store).complete(chatRequest());
    expect(spendOfReply(reply)).toEqual(BOUND);
    // Where the price alone is not known, tokens are.
    const priceless: ChatModel = {
      provider: 'openai',
      complete: () => Promise.resolve({ ...untold, usageTold: undefined }),
    };
    expect(await workerModel(priceless, createMemoryStore().store).complete(chatRequest())).toMatchObject({
      unknownTokens: 0,
      unknownCostMicroUsd: 1_000,
    });
  });

  it('leave nothing behind while the endpoint cannot be reached', async () => {
    const { store, artefacts } = createMemoryStore();
    const away = new PipelineError('model_transport', 'refused', { unbilled: true });
    const inner: ChatModel = { provider: 'openai', complete: () => Promise.reject(away) };
    for (let nth = 0; nth < 3; nth++) await attempt(workerModel(inner, store).complete(chatRequest()));
    expect(artefacts.size).toBe(0);
  });

  it('note what is no dialog’s under the run', async () => {
    const { store, artefacts } = createMemoryStore();
    await workerModel(billingModel([]).model, store).complete(requestOf(''));
    expect([...artefacts.keys()].filter((key) => key.startsWith('asked/run/'))).toHaveLength(1);
  });

  it('never tell less than was charged, whatever is lost, refused or begun anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Fate>('answered', 'charged', 'refused'), { maxLength: 25 }),
        fc.array(fc.constantFrom('d000001', 'd000002', 'd000003'), { maxLength: 25 }),
        async (fates, asked) => {
          const { store } = createMemoryStore();
          const { model, billed } = billingModel([...fates]);
          // Each call by a worker of its own: as if every one before had been killed.
          for (const dialogId of asked) await attempt(workerModel(model, store).complete(requestOf(dialogId)));
          const told = await readUnsettled(store, 'asked/', keys);
          const sum = [...told.values()].reduce((total, { costMicroUsd }) => total + costMicroUsd, 0);
          expect(sum).toBeGreaterThanOrEqual(billed());
        },
      ),
    );
  });
});

describe('an allowance', () => {
  const within = (model: ChatModel, store: ArtefactStore, granted: number, spent = 0): ChatModel =>
    withAllowance(model, {
      granted: { tokens: null, costMicroUsd: granted },
      spent: { tokens: 0, costMicroUsd: spent },
      boundOf: () => BOUND,
      openCalls: (request) => openCalls(store, keys, request),
    });

  it('lets a call through only where its bound fits beside what is spent and what is lost', async () => {
    const { store } = createMemoryStore();
    const { model, billed } = billingModel(['charged']);
    const inner = workerModel(model, store);
    await expect(within(inner, store, 1_499, 500).complete(chatRequest())).rejects.toEqual(
      new AllowanceNeeded({ tokens: 100, costMicroUsd: 1_500 }),
    );
    expect(billed()).toBe(0);
    await attempt(within(inner, store, 1_500, 500).complete(chatRequest()));
    expect(billed()).toBe(75);
    // One call of it is open: another needs room for both.
    const again = await attempt(within(inner, store, 2_499, 500).complete(chatRequest()));
    expect(again).toMatchObject({ needs: { costMicroUsd: 2_500 } });
    await within(inner, store, 2_500, 500).complete(chatRequest());
    // Journalled, it costs nothing more, whatever is granted.
    expect(await within(inner, store, 0).complete(chatRequest())).toMatchObject({ replayed: true });
  });

  it('counts what its own calls cost', async () => {
    const { store } = createMemoryStore();
    const model = within(workerModel(billingModel([]).model, store), store, 1_075);
    await model.complete(requestOf('d000001'));
    await model.complete(requestOf('d000002'));
    await expect(model.complete(requestOf('d000003'))).rejects.toBeInstanceOf(AllowanceNeeded);
  });
});

describe('the bound of a call', () => {
  it('takes every byte of the prompt for a token, and the longest reply', () => {
    const request: ChatRequest = {
      ...chatRequest(),
      messages: [{ role: 'user', content: 'né' }],
      maxOutputTokens: 10,
      schema: { name: 's', json: {} },
    };
    const schemaBytes = JSON.stringify(request.schema).length;
    // Three bytes of text, framing of the message and of the whole.
    const prompt = 3 + 16 + 16 + schemaBytes;
    expect(boundOf(request, { prompt: 2.5, completion: 10 })).toEqual({
      tokens: prompt + 10,
      costMicroUsd: Math.ceil(prompt * 2.5 + 100),
    });
    expect(boundOf(request, null).costMicroUsd).toBe(0);
  });
});
