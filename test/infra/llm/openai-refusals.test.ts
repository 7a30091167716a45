import { describe, expect, it } from 'vitest';

import { chatRequest } from '../../core/llm/chat-request.ts';
import { against, refusal } from './against.ts';
import type { Fault } from './fault-server.ts';

describe('whose fault it is that a request is not taken', () => {
  it('takes a refusal after answers for one of the prompt, until nothing is taken any more', async () => {
    const said = 'Failed to generate JSON. Please adjust your prompt.';
    const { model } = await against([null, ...Array.from({ length: 3 }, () => refusal(said)), null]);
    const replies = [];
    for (let call = 0; call < 5; call++) replies.push(await model.complete(chatRequest()));
    expect(replies.map(({ finish }) => finish)).toEqual(['stop', 'rejected', 'rejected', 'rejected', 'stop']);
    expect(replies[1]).toMatchObject({ text: expect.stringContaining(said) as unknown, costMicroUsd: null });
    // A key that is revoked, and a model that is taken away, are no prompt's fault.
    const poor = 'Your credit balance is too low to access the API.';
    const ofAccount = await against([
      null,
      refusal('API key not valid'),
      refusal(poor),
      refusal('The model `m` does not exist'),
    ]);
    await ofAccount.model.complete(chatRequest());
    await expect(ofAccount.model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_key_refused' });
    await expect(ofAccount.model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_quota_exhausted' });
    await expect(ofAccount.model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_not_found' });
    const { model: broken } = await against([null, ...Array.from({ length: 13 }, () => refusal(said))]);
    for (let call = 0; call < 13; call++) await broken.complete(chatRequest());
    await expect(broken.complete(chatRequest())).rejects.toMatchObject({ code: 'bad_configuration' });
  });

  it('does not blame the endpoint for the first prompts that a fresh worker has turned away', async () => {
    const said = refusal('Failed to generate JSON. Please adjust your prompt.');
    const { model } = await against([said, said, null]);
    for (let call = 0; call < 2; call++)
      await expect(model.complete(chatRequest())).rejects.toMatchObject({ code: 'model_transport' });
    expect((await model.complete(chatRequest())).finish).toBe('stop');
    const { model: broken } = await against([said, said, said, said]);
    const codes = [];
    for (let call = 0; call < 4; call++)
      codes.push(await broken.complete(chatRequest()).catch((fault: { code: string }) => fault.code));
    expect(codes).toEqual(['model_transport', 'model_transport', 'model_transport', 'bad_configuration']);
    const naming = chatRequest({ site: { ...chatRequest().site, role: 'namer' } });
    const { model: first } = await against([said]);
    await expect(first.complete(naming)).rejects.toMatchObject({ code: 'bad_configuration' });
  });

  it('takes what a moderation stops for the prompt, not for the key', async () => {
    const body = { error: { message: 'openai/gpt-4o requires moderation. Your input was flagged for "violence".' } };
    const { model } = await against([{ kind: 'status', status: 403, body }]);
    expect((await model.complete(chatRequest())).finish).toBe('content_filter');
  });

  it('gives a prompt up that never comes to an end while all others are answered', async () => {
    const fault: Fault = { kind: 'status', status: 500, body: { error: { message: 'boom' } } };
    const { model } = await against(Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? fault : null)));
    const codes: string[] = [];
    for (let call = 0; call < 11; call++) {
      const ended = model.complete(chatRequest({ seed: 666 }));
      codes.push(
        await ended.then(
          ({ finish }) => finish,
          (failure: { code: string }) => failure.code,
        ),
      );
      await model.complete(chatRequest({ seed: call }));
    }
    expect(codes.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 'model_transport'));
    expect(codes.slice(9)).toEqual(['model_transport', 'rejected']);
    // An endpoint that fails for all is waited for: no prompt is to blame.
    const { model: away } = await against(Array.from({ length: 15 }, () => fault));
    for (let call = 0; call < 15; call++)
      await expect(away.complete(chatRequest())).rejects.toMatchObject({ code: 'model_transport' });
  });
});
