import { describe, expect, it } from 'vitest';

import { chatRequest } from '../../core/llm/chat-request.ts';
import { KEY, REPLY, against, refusal, servers } from './against.ts';
import type { Fault } from './fault-server.ts';

describe('the OpenAI model', () => {
  it('sends one request with the schema, the seed and the bounds, and prices the reply', async () => {
    const { server, model } = await against([]);
    const reply = await model.complete(chatRequest({ model: 'gpt-4o' }));
    // 35 characters of prompt are 9 tokens, 33 of reply are 9: 9 * 2.5 + 9 * 10 micro-dollars, rounded up.
    expect(reply).toEqual({
      text: REPLY,
      finish: 'stop',
      promptTokens: 9,
      completionTokens: 9,
      costMicroUsd: 113,
      model: 'gpt-4o',
      replayed: false,
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).toEqual({
      model: 'gpt-4o',
      messages: chatRequest().messages,
      max_tokens: 400,
      temperature: 0.8,
      seed: 17,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'reply', schema: chatRequest().schema.json, strict: true },
      },
    });
  });

  it.each<[string, Fault, number | undefined]>([
    ['seconds', { kind: 'rate-limit', retryAfter: '7' }, 7000],
    ['milliseconds', { kind: 'rate-limit', retryAfterMs: 250, retryAfter: '9' }, 250],
    ['nothing', { kind: 'rate-limit' }, undefined],
    ['nonsense', { kind: 'rate-limit', retryAfter: 'soon' }, undefined],
  ])('passes on what a 429 asks to wait in %s, and does not ask again itself', async (_, fault, retryAfterMs) => {
    const { server, model } = await against([fault]);
    const error: unknown = await model.complete(chatRequest()).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'model_rate_limited', retryable: true });
    expect((error as { details: { retryAfterMs?: number } }).details.retryAfterMs).toBe(retryAfterMs);
    expect(server.requests).toHaveLength(1);
  });

  it('reads an HTTP date as the time from now', async () => {
    const { model } = await against([{ kind: 'rate-limit', retryAfter: new Date(Date.now() + 60_000).toUTCString() }]);
    const error: unknown = await model.complete(chatRequest()).catch((failure: unknown) => failure);
    const waitMs = (error as { details: { retryAfterMs?: number } }).details.retryAfterMs;
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it('tells an empty account from a rate limit', async () => {
    const body = {
      error: { message: 'You exceeded your current quota', code: 'insufficient_quota', type: 'insufficient_quota' },
    };
    const { model } = await against([{ kind: 'status', status: 429, body }]);
    await expect(model.complete(chatRequest())).rejects.toMatchObject({
      code: 'model_quota_exhausted',
      retryable: false,
      message: expect.stringContaining('out of credit') as unknown,
    });
  });

  it.each<[string, Fault]>([
    ['500', { kind: 'status', status: 500, body: { error: { message: 'oops' } } }],
    ['503', { kind: 'status', status: 503, body: {} }],
    ['a dropped connection', { kind: 'drop' }],
    ['a body that is cut off', { kind: 'cut-body' }],
    ['truncated JSON', { kind: 'truncated' }],
    ['no choices', { kind: 'body', body: { id: 'x', choices: [] } }],
    ['an error in disguise', { kind: 'body', body: { error: { message: 'overloaded' } } }],
    ['JSON null', { kind: 'body', body: null }],
    ['a page', { kind: 'body', body: '<html>gateway</html>', contentType: 'text/html' }],
    ['a page called JSON', { kind: 'body', body: '<html>gateway</html>' }],
  ])('takes %s for a transport fault, asked once', async (_, fault) => {
    const { server, model } = await against([fault]);
    await expect(model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_transport', retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  it('takes a refused connection for a transport fault', async () => {
    const { server, model } = await against([]);
    await server.stop();
    servers.length = 0;
    await expect(model.complete(chatRequest())).rejects.toMatchObject({
      code: 'model_transport',
      details: { unbilled: true },
    });
  });

  it.each<[string, Fault]>([
    ['late', { kind: 'delay', milliseconds: 3_000 }],
    ['never whole', { kind: 'stall' }],
  ])('gives up in time on an answer that is %s', async (_, fault) => {
    const { model } = await against([fault], 200);
    const begun = Date.now();
    await expect(model.complete(chatRequest())).rejects.toMatchObject({
      code: 'model_transport',
      message: expect.stringContaining('200 ms') as unknown,
    });
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it("stops when its caller does, with the caller's reason", async () => {
    const { model } = await against([{ kind: 'delay', milliseconds: 3_000 }]);
    const controller = new AbortController();
    const reason = new Error('cancelled by the caller');
    setTimeout(() => controller.abort(reason), 50);
    await expect(model.complete(chatRequest(), controller.signal)).rejects.toBe(reason);
  });

  it('never shows the key, not even one that the server echoes', async () => {
    const wrong = 'my-own-wrong-key-12345';
    const { model } = await against([], 5_000, wrong);
    const error: unknown = await model.complete(chatRequest()).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'model_key_refused', retryable: false });
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).toContain('[key]');
    expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(wrong);

    const echo: Fault = { kind: 'status', status: 500, body: { error: { message: `key ${KEY} failed` } } };
    const { model: echoed } = await against([echo]);
    const second: unknown = await echoed.complete(chatRequest()).catch((failure: unknown) => failure);
    expect(`${String(second)} ${JSON.stringify(second)}`).not.toContain(KEY);
  });

  it('returns what is about the content as data', async () => {
    const overflow = {
      error: { message: "This model's maximum context length is 8192 tokens", code: 'context_length_exceeded' },
    };
    const filtered = { error: { message: 'filtered', code: 'content_filter' } };
    const { model } = await against([
      { kind: 'status', status: 400, body: overflow },
      { kind: 'status', status: 400, body: filtered },
      { kind: 'reply', text: '{"utter', finish: 'length' },
      { kind: 'reply', text: '', finish: 'content_filter' },
      { kind: 'reply', text: '', refusal: 'I cannot help with that.' },
    ]);
    const finishes: string[] = [];
    for (let call = 0; call < 5; call++) finishes.push((await model.complete(chatRequest())).finish);
    expect(finishes).toEqual(['length', 'content_filter', 'length', 'content_filter', 'refusal']);
  });

  it.each<[string, unknown]>([
    ['negative', { prompt_tokens: -5, completion_tokens: 9 }],
    ['a fraction', { prompt_tokens: 9.5, completion_tokens: 9 }],
    ['words', { prompt_tokens: 'nine', completion_tokens: 'nine' }],
    ['half of it', { prompt_tokens: 9 }],
    ['null', null],
    ['none', undefined],
  ])('keeps a reply whose usage is %s, and counts by its words', async (_, usage) => {
    const choices = [{ message: { content: REPLY }, finish_reason: 'stop' }];
    const { server, model } = await against([{ kind: 'body', body: { choices, usage } }]);
    expect(await model.complete(chatRequest())).toMatchObject({
      text: REPLY,
      promptTokens: 9,
      completionTokens: 9,
      // Not known: a run with a budget counts the call's upper bound.
      costMicroUsd: null,
      usageTold: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('learns from refusals which parameters a model takes, and remembers it for each model', async () => {
    const { server, model } = await against([
      refusal("Invalid schema for response_format 'reply'", 'response_format'),
      refusal("response_format type 'json_schema' is not supported"),
      refusal("'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", 'max_tokens'),
      refusal("'temperature' does not support 0.8 with this model.", 'temperature'),
    ]);
    expect((await model.complete(chatRequest())).text).toBe(REPLY);
    expect(server.requests).toHaveLength(5);
    await model.complete(chatRequest({ seed: 18 }));
    expect(server.requests).toHaveLength(6);
    const last = server.requests[5]?.body;
    expect(last).toMatchObject({ response_format: { type: 'json_object' }, max_completion_tokens: 400, seed: 18 });
    expect(last).not.toHaveProperty('temperature');
    // Without the schema as a parameter, the words carry it.
    expect(last?.messages.at(-1)?.content).toContain('"utterance"');
    await model.complete(chatRequest({ model: 'other' }));
    expect(server.requests[6]?.body.response_format?.type).toBe('json_schema');
  });

  it.each<[string, Fault, boolean]>([
    ['503', { kind: 'status', status: 503, body: {} }, true],
    ['500, which may come late', { kind: 'status', status: 500, body: {} }, false],
    ['502, a gateway that knows nothing', { kind: 'status', status: 502, body: {} }, false],
    ['a connection that breaks', { kind: 'drop' }, false],
    ['a body that is cut off', { kind: 'cut-body' }, false],
  ])('tells of %s whether it may be billed', async (_, fault, unbilled) => {
    const { model } = await against([fault]);
    const error: unknown = await model.complete(chatRequest()).catch((failure: unknown) => failure);
    expect((error as { details: { unbilled?: boolean } }).details.unbilled ?? false).toBe(unbilled);
  });

  it('says what a request that is never taken was about', async () => {
    const { server, model } = await against([
      {
        kind: 'status',
        status: 404,
        body: { error: { message: 'The model `gpt-4o` does not exist', code: 'model_not_found' } },
      },
    ]);
    await expect(model.complete(chatRequest())).rejects.toMatchObject({
      code: 'model_not_found',
      retryable: false,
      message: expect.stringContaining('gpt-4o') as unknown,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('does not invent a price', async () => {
    const { model } = await against([]);
    expect((await model.complete(chatRequest({ model: 'somebody/model-7b' }))).costMicroUsd).toBeNull();
  });
});
