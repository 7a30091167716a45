import { Command } from 'commander';

import { writeSample } from '../../infra/reviews/write-sample.ts';
import { wholeNumber } from '../whole-number.ts';

export const sampleCommand = (): Command =>
  new Command('sample')
    .description('write the sample: made-up reviews with planted aspects, drifting tastes, clones and broken lines')
    .argument('[folder]', 'where to', 'sample')
    .option('--users <n>', 'users', wholeNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .action(async (folder: string, options: { users?: number; seed?: number }) => {
      const written = await writeSample(folder, options);
      process.stdout.write(`${Object.values(written).join('\n')}\n`);
    });
