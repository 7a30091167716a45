import { join, resolve } from 'node:path';

import { Command } from 'commander';

import { resolveConfig } from '../../core/config/resolve-config.ts';
import { SAMPLE_DOMAIN } from '../../core/sample/sample-domain.ts';
import { writeSample } from '../../infra/reviews/write-sample.ts';
import { executeRun } from '../execute-run.ts';
import { wholeNumber } from '../whole-number.ts';

const DIALOGS = 120;

export const demoCommand = (): Command =>
  new Command('demo')
    .description('make the sample and run the whole pipeline on it with the template model: no key, no server needed')
    .option('--dialogs <n>', 'accepted dialogs wanted', wholeNumber, DIALOGS)
    .option('--name <run>', "the run's name", 'demo')
    .option('--json', 'print the summary as JSON')
    .action(async (options: { dialogs: number; name: string; json?: boolean }) => {
      const folder = resolve('sample');
      await writeSample(folder, {});
      const config = resolveConfig({
        name: options.name,
        domain: SAMPLE_DOMAIN,
        source: { reviews: join(folder, 'reviews.jsonl'), items: join(folder, 'items.jsonl') },
        aspects: { clusters: 16 },
        target: { dialogs: options.dialogs },
      });
      await executeRun(config, { detach: false, json: options.json ?? false });
    });
