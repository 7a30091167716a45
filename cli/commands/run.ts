import { Command, Option } from 'commander';

import { ENCODERS, FORMATS, PROVIDERS } from '../../core/config/run-config.ts';
import { atLeastOne, wholeNumber } from '../whole-number.ts';
import { executeRun } from '../execute-run.ts';
import { readRunInput } from '../run-input.ts';
import { printEstimate } from '../print-estimate.ts';
import type { RunFlags } from '../run-input.ts';

interface RunOptions extends RunFlags {
  readonly estimate?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
  readonly profilingWorkers: number;
}

const aspectCount = (text: string): number | 'auto' => (text === 'auto' ? text : wholeNumber(text));

export const runCommand = (): Command =>
  new Command('run')
    .description('make a dataset from reviews: start a run, attach to one under way, or extend one')
    .argument('[config]', 'configuration file, YAML or JSON')
    .option('--reviews <path>', 'reviews: a path or s3:// URI')
    .option('--items <path>', 'items: a path or s3:// URI')
    .addOption(new Option('--format <format>', 'source format').choices(FORMATS))
    .option('--name <run>', "the run's name: its folder and workflow id")
    .option('--domain <words>', 'what is talked about, e.g. "musical instruments"')
    .option('--dialogs <n>', 'accepted dialogs wanted', wholeNumber)
    .option(
      '--aspects <k|auto>',
      'number of aspects, or "auto": the number whose clusters are most stable',
      aspectCount,
    )
    .option('--aspects-from <run>', 'take the fitted aspects of that run instead of fitting them')
    .addOption(new Option('--encoder <encoder>', 'what turns sentences into vectors').choices(ENCODERS))
    .option('--seed <n>', 'the seed of everything', wholeNumber)
    .option('--store <uri>', 'where runs are kept: a folder, file:// or s3:// URI')
    .addOption(new Option('--llm <provider>', 'who speaks').choices(PROVIDERS))
    .option('--estimate', 'tell calls, tokens, cost and time beforehand, and start nothing')
    .option('--detach', 'start it and return (needs a server that stays: "convrecstudio up")')
    .option('--profiling-workers <n>', "processes that share the shards of a large run's sentences", atLeastOne, 1)
    .option('--json', 'print the summary as JSON')
    .action(async (configPath: string | undefined, options: RunOptions) => {
      const config = await readRunInput(configPath, options);
      if (options.estimate === true) {
        printEstimate(config, options.json ?? false);
        return;
      }
      const { detach = false, json = false, profilingWorkers } = options;
      await executeRun(config, { detach, json, profilingWorkers });
    });
