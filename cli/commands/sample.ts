import { Command } from 'commander';

import type { SampleOptions } from '../../core/sample/sample-options.ts';
import { writeLargeSample, writeSample } from '../../infra/reviews/write-sample.ts';
import { wholeNumber } from '../whole-number.ts';

const STREAMED_ABOVE = 20_000;

export const sampleCommand = (): Command =>
  new Command('sample')
    .description('write the sample: made-up reviews with planted aspects, drifting tastes, clones and broken lines')
    .argument('[folder]', 'where to', 'sample')
    .option('--users <n>', 'users', wholeNumber)
    .option('--items <n>', 'items', wholeNumber)
    .option('--reviews <n>', 'reviews, roughly; above 20,000 they are streamed, without the truth', wholeNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .action(async (folder: string, options: SampleOptions) => {
      const isLarge = (options.reviews ?? 0) > STREAMED_ABOVE;
      const written = isLarge ? await writeLargeSample(folder, options) : await writeSample(folder, options);
      process.stdout.write(`${Object.values(written).join('\n')}\n`);
    });
