import { describe, expect, it } from 'vitest';

import { whileServing } from '../../core/llm/serving-model.ts';
import { stintClock, walkStint } from '../../activities/walk-stint.ts';
import type { ChatModel } from '../../core/llm/chat-model.ts';
import type { Transcript } from '../../core/simulation/dialog.ts';
import { NO_USAGE } from '../../core/simulation/dialog.ts';
import { chatRequest } from '../core/llm/chat-request.ts';

const EMPTY: Transcript = { dialogId: 'd000001', attempt: 1, visited: [], turns: [], violations: [], usage: NO_USAGE };
const NODES = ['n1', 'n2', 'n3'];

/** A stint over three nodes of two calls each, on a worker that is told to stop at the nth call. */
async function walkUntil(stopAt: number) {
  let asked = 0;
  let isStopping = false;
  const model: ChatModel = {
    provider: 'test',
    complete: () => {
      asked += 1;
      if (asked === stopAt) isStopping = true;
      return Promise.resolve({
        text: '',
        finish: 'stop',
        promptTokens: 0,
        completionTokens: 0,
        costMicroUsd: 0,
        model: 'm',
        replayed: false,
      });
    },
  };
  const serving = whileServing(model, () => isStopping);
  const walking = walkStint({
    before: EMPTY,
    from: 'n1',
    goOn: ({ visited }) => {
      const nodeId = NODES[visited.length];
      return nodeId === undefined ? null : ({ nodeId, kind: 'elicit' } as never);
    },
    isOver: stintClock(
      () => false,
      () => isStopping,
    ),
    speak: async (transcript, nodeId) => {
      for (let call = 0; call < 2; call++) await serving.complete(chatRequest());
      return { ...transcript, visited: [...transcript.visited, { nodeId, kind: 'elicit' as const }] };
    },
  });
  const outcome = await walking.catch((error: unknown) => error);
  return { outcome, asked };
}

const visited = (nodes: readonly string[]) => ({
  transcript: { visited: nodes.map((nodeId) => ({ nodeId })) },
  needs: null,
});

describe('a stint on a worker that is told to stop', () => {
  it('ends after the node whose last call was under way, and keeps it', async () => {
    expect(await walkUntil(2)).toMatchObject({ outcome: visited(['n1']), asked: 2 });
  });

  it('in the midst of a node keeps those before it: the call under way is the last', async () => {
    expect(await walkUntil(5)).toMatchObject({ outcome: visited(['n1', 'n2']), asked: 5 });
  });

  it('in the midst of its first node is handed over at once, to be tried elsewhere', async () => {
    expect(await walkUntil(1)).toMatchObject({ outcome: { code: 'worker_stopping', retryable: true }, asked: 1 });
  });

  it('of which nothing is asked goes its way', async () => {
    expect(await walkUntil(7)).toMatchObject({ outcome: visited(NODES), asked: 6 });
  });
});

describe('a stint that is sent ahead while others wait', () => {
  it('goes on through what the journal answers, and ends with the first node that the model answered', async () => {
    const replayed = [true, true, false, false];
    let asked = 0;
    let knows = false;
    const { transcript } = await walkStint({
      before: EMPTY,
      from: 'n1',
      goOn: ({ visited: so }) => ({ nodeId: `n${so.length + 1}`, kind: 'elicit' }) as never,
      isOver: stintClock(
        () => knows,
        () => false,
      ),
      speak: (so, nodeId) => {
        knows ||= replayed[asked++] === false;
        return Promise.resolve({ ...so, visited: [...so.visited, { nodeId, kind: 'elicit' as const }] });
      },
    });
    expect(transcript.visited.map(({ nodeId }) => nodeId)).toEqual(['n1', 'n2', 'n3']);
  });
});
