import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { openScratch, sweepScratch } from '../../infra/scratch.ts';

const MODULE = fileURLToPath(new URL('../../infra/scratch.ts', import.meta.url));

it('sweeps the temporary folders of killed processes, and no others', async () => {
  const killed = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `const { openScratch } = await import(${JSON.stringify(MODULE)});
       process.stdout.write(await openScratch('work'), () => process.kill(process.pid, 'SIGKILL'));`,
    ],
    { encoding: 'utf8' },
  );
  expect(killed.signal).toBe('SIGKILL');
  expect(existsSync(killed.stdout)).toBe(true);
  const own = await openScratch('work');
  await sweepScratch();
  expect(existsSync(killed.stdout)).toBe(false);
  expect(existsSync(own)).toBe(true);
  await rm(own, { recursive: true });
});
