import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from 'vitest';

import type { ChatModel } from '../../../core/llm/chat-model.ts';
import { createOpenAiModel } from '../../../infra/llm/openai-model.ts';
import { chatRequest } from '../../core/llm/chat-request.ts';

const REPLY = '{"utterance":"Sound, above all."}';
const mocks: LLMock[] = [];

afterEach(async () => {
  await Promise.all(mocks.splice(0).map((mock) => mock.stop()));
});

describe('the OpenAI model against an independent mock of the API', () => {
  async function mocked(): Promise<{ mock: LLMock; model: ChatModel }> {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' });
    const url = await mock.start();
    mocks.push(mock);
    mock.onMessage(/.*/, { content: REPLY });
    return {
      mock,
      model: createOpenAiModel({
        profile: 'openai',
        apiKey: 'sk-test-of-the-mock',
        baseUrl: `${url}/v1`,
        timeoutMs: 1_000,
      }),
    };
  }

  it('gets a reply', async () => {
    const { model } = await mocked();
    expect(await model.complete(chatRequest())).toMatchObject({ text: REPLY, finish: 'stop' });
  });

  it.each([
    ['dropRate', 'model_transport'],
    ['malformedRate', 'model_transport'],
    ['disconnectRate', 'model_transport'],
    ['rateLimitRate', 'model_rate_limited'],
  ])('maps its fault %s to %s', async (rate, code) => {
    const { mock, model } = await mocked();
    mock.setChaos({ [rate]: 1 });
    await expect(model.complete(chatRequest())).rejects.toMatchObject({ code, retryable: true });
    mock.clearChaos();
    expect((await model.complete(chatRequest())).text).toBe(REPLY);
  });

  it('times out on its latency', async () => {
    const { mock, model } = await mocked();
    mock.setChaos({ latencyMs: 3_000 });
    await expect(model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_transport' });
  });
});
