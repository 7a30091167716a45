import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { cacheFolder } from '../../infra/setup/environment.ts';
import { workflowBundle } from '../../workers/workflow-bundle.ts';

const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));
Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Our ids derive from the workflow's own: a replay must run under the recorded one. */
const HistorySchema = z.object({
  events: z.tuple(
    [z.object({ workflowExecutionStartedEventAttributes: z.object({ workflowId: z.string() }) })],
    z.unknown(),
  ),
});

/** Executions that are under way somewhere must go on under today's code. */
describe('every committed history replays', () => {
  let options: ReplayWorkerOptions;
  beforeAll(async () => {
    options = { workflowBundle: await workflowBundle(cacheFolder(process.env)), replayName: 'replay' };
  });
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(`${FOLDER}${name}`, 'utf8'));
  const replay = (history: unknown) => {
    const [started] = HistorySchema.parse(history).events;
    return Worker.runReplayHistory(options, history, started.workflowExecutionStartedEventAttributes.workflowId);
  };

  const names = readdirSync(FOLDER);
  it('has histories', () => expect(names.length).toBeGreaterThan(5));

  it.each(names)('%s', async (name) => {
    await replay(await read(name));
  });

  it('notices a history that is not of this code', async () => {
    const history = JSON.stringify(await read('generate-user-dialogs-drift.json'));
    const changed: unknown = JSON.parse(history.replaceAll('"planDialog"', '"dreamDialog"'));
    await expect(replay(changed)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
