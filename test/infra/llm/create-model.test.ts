import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { RunConfigSchema } from '../../../core/config/run-config.ts';
import type { RunConfig } from '../../../core/config/run-config.ts';
import { PipelineError } from '../../../core/errors.ts';
import type { ChatModel, ChatReply } from '../../../core/llm/chat-model.ts';
import type { ArtefactStore } from '../../../core/storage/artefact-store.ts';
import { runKeys } from '../../../core/storage/run-keys.ts';
import { createChatModel } from '../../../infra/llm/create-model.ts';
import { priceTableOf, readModelProfiles, requireProfile } from '../../../infra/llm/model-profiles.ts';
import { costMicroUsd } from '../../../core/llm/model-price.ts';
import { LIST_PRICES } from '../../../infra/llm/prices.ts';
import { createFileStore } from '../../../infra/storage/file-store.ts';
import { chatRequest } from '../../core/llm/chat-request.ts';
import { startFaultServer } from './fault-server.ts';

const template: ChatModel = {
  provider: 'template',
  complete: (): Promise<ChatReply> =>
    Promise.resolve({
      text: 'from the grammar',
      finish: 'stop',
      promptTokens: 0,
      completionTokens: 0,
      costMicroUsd: 0,
      model: 'template',
      replayed: false,
    }),
};

let folder: string;
let store: ArtefactStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convrecstudio-model-'));
  store = createFileStore(folder);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const config = (llm: Record<string, unknown>): RunConfig =>
  RunConfigSchema.parse({ name: 'demo', source: { reviews: 'r.json' }, llm });
const open = (llm: Record<string, unknown>, environment: Record<string, string>): ChatModel =>
  createChatModel({
    config: config(llm),
    profiles: readModelProfiles(environment),
    store,
    keys: runKeys('demo'),
    template,
    sleep,
    rateOf: () => null,
    isStopping: () => false,
    onWait: () => {},
  });

describe('the model of a run', () => {
  it('replays a template run without the template', async () => {
    const first = open({ provider: 'template' }, {});
    expect(first.provider).toBe('template');
    expect((await first.complete(chatRequest())).text).toBe('from the grammar');
    const replay = open({ provider: 'replay' }, {});
    expect(await replay.complete(chatRequest())).toMatchObject({ text: 'from the grammar', replayed: true });
    await expect(replay.complete(chatRequest({ seed: 3 }))).rejects.toMatchObject({ code: 'replay_missing' });
  });

  it('pays for nothing twice, whatever the endpoint does, and replays without it', async () => {
    const server = await startFaultServer({
      reply: (body) => `{"utterance":"to ${body.seed}"}`,
      faultRates: { rateLimit: 0.1, status500: 0.2, drop: 0.1, truncated: 0.2 },
      seed: 5,
      apiKey: 'secret-key',
    });
    const environment = {
      CONVRECSTUDIO_PROFILE_LOCAL_LLM_API_KEY: 'secret-key',
      CONVRECSTUDIO_PROFILE_LOCAL_LLM_BASE_URL: server.baseUrl,
    };
    const llm = { provider: 'openai', profile: 'local-llm' };
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    // As Temporal would: each fault is a new try; each new try meets a new worker.
    const faults: unknown[] = [];
    const texts = await Promise.all(
      seeds.map(async (seed) => {
        for (;;) {
          try {
            return (await open(llm, environment).complete(chatRequest({ seed }))).text;
          } catch (error) {
            if (!(error instanceof PipelineError && error.retryable)) throw error;
            faults.push(error);
          }
        }
      }),
    );
    await server.stop();
    expect(texts).toEqual(seeds.map((seed) => `{"utterance":"to ${seed}"}`));
    expect(faults.length).toBeGreaterThan(3);
    expect(server.requests).toHaveLength(20 + faults.length);
    expect([...server.answeredCounts().values()]).toEqual(seeds.map(() => 1));
    const replay = open({ provider: 'replay' }, {});
    for (const seed of seeds) expect((await replay.complete(chatRequest({ seed }))).text).toBe(texts[seed]);
  });

  it('says which variable holds the key that is missing', () => {
    expect(() => open({ provider: 'openai' }, {})).toThrow(
      expect.objectContaining({
        code: 'model_key_missing',
        message: expect.stringContaining('set OPENAI_API_KEY') as unknown,
      }),
    );
    const environment = { CONVRECSTUDIO_PROFILE_LOCAL_LLM_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_API_KEY: 'k' };
    expect(() => open({ provider: 'openai', profile: 'local-llm' }, environment)).toThrow(
      expect.objectContaining({
        code: 'model_key_missing',
        message: expect.stringMatching(
          /set CONVRECSTUDIO_PROFILE_LOCAL_LLM_API_KEY.*Profiles defined: local-llm, openai/,
        ) as unknown,
      }),
    );
  });
});

describe('model profiles', () => {
  it('come from the standard variables and from ours, an empty one being none', () => {
    const profiles = readModelProfiles({
      OPENAI_API_KEY: 'key-1',
      OPENAI_BASE_URL: '',
      CONVRECSTUDIO_PROFILE_FAST_API_KEY: 'key-2',
      CONVRECSTUDIO_PROFILE_FAST_BASE_URL: 'https://llm.example/v1',
      CONVRECSTUDIO_PROFILE_NONE_API_KEY: '',
    });
    expect([...profiles.keys()]).toEqual(['fast', 'openai']);
    expect(requireProfile(profiles, 'openai')).toMatchObject({ apiKey: 'key-1', profile: { baseUrl: null } });
    expect(requireProfile(profiles, 'fast').profile.baseUrl).toBe('https://llm.example/v1');
    expect(inspect(profiles) + JSON.stringify([...profiles])).not.toMatch(/key-[12]/);
  });

  it('bring prices of their own, which win over the list', () => {
    const own = '{"my-model": {"prompt": 0.5, "completion": 1.5}, "gpt-4o": {"prompt": 1, "completion": 2}}';
    const profiles = readModelProfiles({ OPENAI_API_KEY: 'key-1', OPENAI_PRICES: own });
    const prices = priceTableOf(profiles, 'openai');
    expect(costMicroUsd(prices, 'my-model', 1_000, 100)).toBe(650);
    expect(costMicroUsd(prices, 'gpt-4o', 10, 10)).toBe(30);
    expect(costMicroUsd(prices, 'gpt-4o-mini', 100, 0)).toBe(15);
    for (const wrong of ['0.5', '{"m": {"prompt": -1, "completion": 1}}', '{"m"']) {
      const read = () => readModelProfiles({ OPENAI_API_KEY: 'key-1', OPENAI_PRICES: wrong });
      expect(read, wrong).toThrow('OPENAI_PRICES is not JSON like');
    }
  });

  it('tell what their account allows', () => {
    const read = (rates: string) => readModelProfiles({ OPENAI_API_KEY: 'key-1', OPENAI_RATES: rates }).get('openai');
    expect(read('')?.rates).toBeNull();
    expect(read('{"requestsPerMinute": 500, "tokensPerMinute": 30000}')?.rates).toEqual({
      requestsPerMinute: 500,
      tokensPerMinute: 30_000,
      store: null,
    });
    expect(read('{"tokensPerMinute": 9, "store": "s3://bucket/shared"}')?.rates).toMatchObject({
      requestsPerMinute: null,
      store: 's3://bucket/shared',
    });
    for (const wrong of [
      '500',
      '{}',
      '{"requestsPerMinute": 0}',
      '{"requestsPerSecond": 1}',
      '{"tokensPerMinute": 1.5}',
    ]) {
      expect(() => read(wrong), wrong).toThrow('OPENAI_RATES is not JSON like');
    }
  });

  it('hold no password in an address, which errors would tell', () => {
    const environment = { OPENAI_BASE_URL: 'https://me:secret@llm.example/v1' };
    expect(() => readModelProfiles(environment)).toThrow(/OPENAI_BASE_URL holds a user or password/);
    expect(() => readModelProfiles(environment)).not.toThrow(/secret/);
  });

  it('report every problem in one message, and no value', () => {
    const environment = {
      OPENAI_API_KEY: 'two words',
      OPENAI_BASE_URL: 'llm.example/v1',
      CONVRECSTUDIO_PROFILE_FAST_BASE_URL: 'ftp://llm.example',
      CONVRECSTUDIO_PROFILE_OPENAI_API_KEY: 'misplaced',
    };
    expect(() => readModelProfiles(environment)).toThrow(
      expect.objectContaining({
        code: 'bad_configuration',
        message: expect.stringMatching(/PROFILE_OPENAI_.*FAST_BASE_URL.*OPENAI_BASE_URL.*OPENAI_API_KEY/) as unknown,
      }),
    );
    expect(() => readModelProfiles(environment)).not.toThrow(/two words|misplaced|llm\.example/);
  });
});

describe('prices', () => {
  it('cost by the million tokens, rounded up to a micro-dollar', () => {
    // 1,000 * 2.50 + 200 * 10.00 = 4,500 micro-dollars.
    expect(costMicroUsd(LIST_PRICES, 'gpt-4o', 1000, 200)).toBe(4500);
    expect(costMicroUsd(LIST_PRICES, 'gpt-4o-2024-08-06', 1000, 200)).toBe(4500);
    // A version that is listed itself: 5,000 + 3,000.
    expect(costMicroUsd(LIST_PRICES, 'gpt-4o-2024-05-13', 1000, 200)).toBe(8000);
    expect(costMicroUsd(LIST_PRICES, 'gpt-4o-mini', 1, 0)).toBe(1);
    expect(costMicroUsd(LIST_PRICES, 'gpt-4.1-mini', 10, 10)).toBe(20);
    expect(costMicroUsd(LIST_PRICES, 'somebody/model', 10, 10)).toBeNull();
    expect(costMicroUsd(LIST_PRICES, 'constructor', 10, 10)).toBeNull();
  });
});
