import { Command, Option } from 'commander';

import { ensureParts } from '../../infra/setup/ensure-parts.ts';
import type { PartName } from '../../infra/setup/parts.ts';
import { ROLE_PARTS } from '../../workers/roles.ts';
import type { Role } from '../../workers/roles.ts';
import { printJson } from '../table.ts';
import { printSetupProgress } from '../setup-progress.ts';

const PARTS_FOR: Readonly<Record<'runs' | 'tests' | Role, readonly PartName[]>> = {
  ...ROLE_PARTS,
  runs: ['temporal', 'encoder', 'entailment', 'tensorflow-node'],
  tests: ['temporal', 'encoder', 'entailment', 'tensorflow-node', 's3-server'],
};

export const setupCommand = (): Command =>
  new Command('setup')
    .description('fetch what runs need into the shared cache, once; run by itself when needed')
    .option('--gpu', 'TensorFlow for CUDA 12 as well')
    .addOption(
      new Option('--for <what>', 'runs, tests, or the workers of one role')
        .choices(Object.keys(PARTS_FOR))
        .default('runs'),
    )
    .option('--json', 'print the parts as JSON')
    .action(async (options: { gpu?: boolean; for: keyof typeof PARTS_FOR; json?: boolean }) => {
      const names: PartName[] = [...PARTS_FOR[options.for], ...(options.gpu ? (['tensorflow-gpu'] as const) : [])];
      const parts = await ensureParts(names, { env: process.env, onProgress: printSetupProgress() });
      if (options.json) printJson(parts);
      else for (const part of Object.values(parts)) process.stdout.write(`${part.name}: ${part.state}\n`);
    });
