import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { ROLE_PARTS } from '../../../workers/roles.ts';
import type { Role } from '../../../workers/roles.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** What a process of these roles has loaded when it is ready to serve: asked in a process of its own. */
async function loadedFor(
  roles: readonly Role[],
): Promise<{ tensorFlow: boolean; tracing: boolean; activities: string[] }> {
  const program = `
    const { createPorts } = await import('./workers/ports.ts');
    const { readEnvironment } = await import('./workers/environment.ts');
    const { activitiesOf } = await import('./workers/role-activities.ts');
    const { readFileSync } = await import('node:fs');
    const ports = await createPorts(readEnvironment({}, '/tmp'), '127.0.0.1:1');
    const activities = await activitiesOf(${JSON.stringify(roles)}, ports);
    console.log(JSON.stringify({
      tensorFlow: '_tfengine' in globalThis || /tensorflow/.test(readFileSync('/proc/self/maps', 'utf8')),
      tracing: ports.spans !== undefined,
      activities: Object.values(activities).flatMap((some) => Object.keys(some)),
    }));
    await ports.close();
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof loadedFor>>;
}

describe('each role in a process of its own', () => {
  it('waits for language models without TensorFlow', async () => {
    const { tensorFlow, tracing, activities } = await loadedFor(['dialogs']);
    expect(activities).toEqual(
      expect.arrayContaining(['resolveRun', 'planDialog', 'simulateSuperNodes', 'checkFidelity']),
    );
    expect(activities).not.toContain('trainVariant');
    expect({ tensorFlow, tracing }).toEqual({ tensorFlow: false, tracing: false });
    expect(ROLE_PARTS.dialogs).not.toContain('tensorflow-node');
  });

  it('keeps order without any activity', async () => {
    expect(await loadedFor(['workflows'])).toEqual({ tensorFlow: false, tracing: false, activities: [] });
    expect(ROLE_PARTS.workflows).toEqual([]);
  });

  it('fits and trains with it', async () => {
    const { tensorFlow, activities } = await loadedFor(['profiling', 'training']);
    expect(tensorFlow).toBe(true);
    expect(activities).toEqual(expect.arrayContaining(['fitAspects', 'selectDialogs', 'finishRun', 'trainVariant']));
  });
});
