import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ensureParts } from '../../../infra/setup/ensure-parts.ts';
import {
  findTemporalServer,
  NAMESPACE,
  startTemporalServer,
  type TemporalServer,
} from '../../../infra/temporal/dev-server.ts';
import { freePort } from '../../../infra/temporal/free-port.ts';
import { SEARCH_ATTRIBUTES } from '../../../infra/temporal/search-attributes.ts';

let executable: string;
let stateDir: string;
let started: TemporalServer[] = [];

beforeAll(async () => {
  executable = (await ensureParts(['temporal'], { env: process.env })).temporal.executable;
}, 300_000);
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'convrec-temporal-'));
});
afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(
  options: { preferredPort?: number; onExit?: (reason: string) => void } = {},
): Promise<TemporalServer> {
  // Port 0 is never free to prefer: any other is taken, so that a developer's own server is not in the way.
  const server = await startTemporalServer({ executable, stateDir, preferredPort: 0, preferredUiPort: 0, ...options });
  started.push(server);
  return server;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === false;
  } catch {
    return false;
  }
}

describe('the development server', () => {
  it('starts on the loopback interface with retention and search attributes, serves its UI, and stops', async () => {
    const server = await start();
    expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const connection = await Connection.connect({ address: server.address });
    const { config } = await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 24 * 3600);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(SEARCH_ATTRIBUTES.map(({ name }) => name)));
    await connection.close();
    expect((await fetch(server.uiUrl)).status).toBe(200);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(await findTemporalServer(stateDir)).toBeNull();
  });

  it('is found by the next start of the same folder, which does not own it', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(new Set([first.owned, second.owned])).toEqual(new Set([true, false]));
    expect(first.pid).toBe(second.pid);
    const other = first.owned ? second : first;
    await other.stop();
    expect(isRunning(first.pid)).toBe(true);
    expect(await findTemporalServer(stateDir)).toMatchObject({ address: first.address, owned: false });
  });

  it('takes another port where the preferred one is not free, and keeps its data from start to start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const first = await start({ preferredPort: port });
    expect(first.address).not.toBe(`127.0.0.1:${port}`);
    const connection = await Connection.connect({ address: first.address });
    await connection.workflowService.registerNamespace({
      namespace: 'kept',
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    await connection.close();
    await first.stop();
    const second = await start();
    const again = await Connection.connect({ address: second.address });
    await expect(again.workflowService.describeNamespace({ namespace: 'kept' })).resolves.toBeDefined();
    await again.close();
    taken.close();
  });

  it('starts two at the same moment that prefer one port, each its own', async () => {
    const port = await freePort(0);
    const other = mkdtempSync(join(tmpdir(), 'convrec-temporal-'));
    try {
      const both = await Promise.all(
        [stateDir, other].map((folder) =>
          startTemporalServer({ executable, stateDir: folder, preferredPort: port, preferredUiPort: 0 }),
        ),
      );
      started.push(...both);
      expect(new Set(both.map(({ address }) => address)).size).toBe(2);
      expect(both.map(({ pid }) => isRunning(pid))).toEqual([true, true]);
      for (const server of both) await server.stop();
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('tells when the server dies, and a stale record is no obstacle', async () => {
    const reasons: string[] = [];
    const first = await start({ onExit: (reason) => reasons.push(reason) });
    process.kill(first.pid, 'SIGKILL');
    while (reasons.length === 0) await sleep(20);
    expect(reasons).toEqual(['signal SIGKILL']);
    const second = await start();
    expect(second).toMatchObject({ owned: true });
    expect(second.pid).not.toBe(first.pid);
  });

  it.runIf(process.platform === 'linux')('does not outlive a parent that was killed', async () => {
    const script = join(stateDir, 'parent.mts');
    const module = new URL('../../../infra/temporal/dev-server.ts', import.meta.url).href;
    const options = JSON.stringify({ executable, stateDir, preferredPort: 0, preferredUiPort: 0 });
    writeFileSync(
      script,
      `import { startTemporalServer } from ${JSON.stringify(module)};
console.log((await startTemporalServer(${options})).pid);
setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    const deadline = Date.now() + 20_000;
    while (isRunning(pid) && Date.now() < deadline) await sleep(50);
    expect(isRunning(pid)).toBe(false);
  });

  it('says what is wrong where the program is not there or ends at once', async () => {
    await expect(startTemporalServer({ executable: '/nowhere/temporal', stateDir })).rejects.toMatchObject({
      code: 'setup_missing',
    });
    const broken = join(stateDir, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho cannot do that >&2\nexit 7\n', { mode: 0o755 });
    await expect(startTemporalServer({ executable: broken, stateDir })).rejects.toThrow(
      /exit code 7[\s\S]*cannot do that/,
    );
  });
});
