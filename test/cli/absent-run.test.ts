import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { absentRun } from '../../cli/absent-run.ts';
import { createFileStore } from '../../infra/storage/file-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convrecstudio-absent-'));
  vi.stubEnv('CONVRECSTUDIO_STORE', pathToFileURL(folder).href);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const write = (key: string, value: unknown): Promise<void> =>
  createFileStore(folder).put(key, new TextEncoder().encode(JSON.stringify(value)));
/** A server that knows the run as it ended, or has forgotten it. */
const serverOf = (status: string | null): Client => {
  const describe = () =>
    status === 'away'
      ? Promise.reject(new Error('away'))
      : status === null
        ? Promise.reject(new WorkflowNotFoundError('not found', 'demo', undefined))
        : Promise.resolve({ status: { name: status } });
  const client = {
    connection: { withDeadline: <T>(_: number, ask: () => Promise<T>) => ask() },
    workflow: { getHandle: () => ({ describe }) },
  };
  return client as unknown as Client;
};
const told = async (client: Client | null): Promise<string> => (await absentRun('demo', client)).message;

it('says why a run cannot be steered, and the way out', async () => {
  expect(await told(serverOf(null))).toContain('no run "demo" is under way here, and there is none in file://');
  await write('runs/demo/config.json', {});
  const goesOn = '"convrecstudio run" with the same settings goes on from what stands in file://';
  expect(await told(serverOf(null))).toContain('the server does not know it any more (deleted, or past its retention)');
  expect(await told(serverOf(null))).toContain(goesOn);
  expect(await told(serverOf('CANCELLED'))).toContain(`run demo was cancelled: it is not under way; ${goesOn}`);
  await expect(told(serverOf('away'))).rejects.toThrow(/the Temporal server does not tell how demo stands: away/);
  expect(await told(null)).toContain('no Temporal server runs here');
  await write('runs/demo/summary.json', {
    status: 'completed',
    dialogs: { requested: 3, accepted: 3, rejected: 0, duplicates: 0, exhausted: false, byAttempt: [3, 0, 0, 0] },
    llm: { calls: 1, replayed: 0, promptTokens: 1, completionTokens: 1, costUsd: 0, unknownCostUsd: 0 },
    stages: {},
  });
  expect(await told(serverOf(null))).toContain('run demo is done (3 dialogs)');
});
