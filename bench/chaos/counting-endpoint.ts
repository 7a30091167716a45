import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text as readText } from 'node:stream/consumers';

import { LABEL_INSTRUCTIONS } from '../../core/aspects/label-prompt.ts';
import { createRandom, deriveSeed } from '../../core/random.ts';
import type { ChatCompletionBody } from '../../test/infra/llm/fault-server.ts';
import { answerPrompt } from '../../test/infra/llm/prompt-agent.ts';

/** One request as it arrived: who asked tells its key, since each worker has one of its own. */
export interface Asked {
  /** From 1; told back as the reply's prompt tokens, so that the journal says which request its entry paid for. */
  readonly serial: number;
  readonly key: string;
  /** Names of aspects: asked by the compute worker, all else by a dialogs worker. */
  readonly isLabel: boolean;
  readonly bodyHash: string;
  readonly arrivedMs: number;
  /** Null: not answered (yet). */
  answeredMs: number | null;
}

/** An OpenAI-compatible endpoint on 127.0.0.1: obedient, slow (`latencyMs`, by each request's number) and counting. */
export async function startCountingEndpoint(latencyMs: readonly [from: number, to: number], seed: number) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readText(request);
      const entry: Asked = {
        serial: asked.length + 1,
        key: request.headers.authorization?.replace(/^Bearer /u, '') ?? '',
        isLabel: body.includes(LABEL_INSTRUCTIONS[0]),
        bodyHash: createHash('sha256').update(body).digest('hex'),
        arrivedMs: Date.now(),
        answeredMs: null,
      };
      asked.push(entry);
      const [from, to] = latencyMs;
      const wait = from + createRandom(deriveSeed(seed, 'latency', entry.serial)).next() * (to - from);
      await new Promise((resolve) => setTimeout(resolve, wait));
      const content = answerPrompt(JSON.parse(body) as ChatCompletionBody);
      const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
      const usage = { prompt_tokens: entry.serial, completion_tokens: Math.ceil(content.length / 4) };
      entry.answeredMs = Date.now();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `c-${entry.serial}`, object: 'chat.completion', choices, usage }));
    })().catch((error: unknown) => response.writeHead(418).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked: asked as readonly Asked[],
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
