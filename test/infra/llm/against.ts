import { afterEach } from 'vitest';

import type { ChatModel } from '../../../core/llm/chat-model.ts';
import { createOpenAiModel } from '../../../infra/llm/openai-model.ts';
import { startFaultServer } from './fault-server.ts';
import type { Fault, FaultServer } from './fault-server.ts';

export const KEY = 'sk-test-abcdef0123456789';
export const REPLY = '{"utterance":"Sound, above all."}';
/** Those that are to be stopped after the test. */
export const servers: FaultServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

interface Setting {
  readonly server: FaultServer;
  readonly model: ChatModel;
}

/** A server that misbehaves as scripted, and the model that asks it; stopped after the test. */
export async function against(script: readonly (Fault | null)[], timeoutMs = 5_000, apiKey = KEY): Promise<Setting> {
  const server = await startFaultServer({ script, reply: () => REPLY, apiKey: KEY });
  servers.push(server);
  return { server, model: createOpenAiModel({ profile: 'openai', apiKey, baseUrl: server.baseUrl, timeoutMs }) };
}

export const refusal = (message: string, param: string | null = null): Fault => ({
  kind: 'status',
  status: 400,
  body: { error: { message, param, type: 'invalid_request_error' } },
});
