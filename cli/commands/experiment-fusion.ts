import { Command, InvalidArgumentError } from 'commander';

import { summariseFusion } from '../../activities/summarise-fusion.ts';
import { type RunConfig, VARIANTS, type Variant } from '../../core/config/run-config.ts';
import { QUESTION, notes, textTables } from '../../core/experiments/fusion/fusion-texts.ts';
import type { TrainingJob } from '../../core/recommender/training-job.ts';
import { executeTrainings } from '../execute-trainings.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { numberList, variantList } from '../training-lists.ts';

type Split = RunConfig['recommender']['split'];

interface FusionOptions {
  readonly variants: readonly Variant[];
  readonly seeds: readonly number[];
  readonly curve?: readonly number[];
  readonly split?: Split;
  readonly store?: string;
  readonly json?: boolean;
}

export const fusionCommand = (): Command =>
  new Command('fusion')
    .description('recommenders that fuse history with dialog against those that do not, on the same test dialogs')
    .argument('<run>', 'a finished run')
    .option('--variants <list>', VARIANTS.join(','), variantList, [...VARIANTS])
    .option('--seeds <list>', 'one training a variant and seed', numberList, [1, 2, 3])
    .option('--curve <percents>', 'also with that much of the training dialogs, e.g. 10,25,50', numberList)
    .option('--split <kind>', 'global-date or leave-last-out, in place of the run’s own', splitName)
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print the table as JSON')
    .action(carryOut);

async function carryOut(run: string, { variants, seeds, curve, split, store, json }: FusionOptions): Promise<void> {
  const folder = await openExistingRun(run, store);
  const own = (await folder.config()).recommender.split;
  // Asked for by name, the run's own split is the run's own trainings.
  const other = split === undefined || split === own ? {} : { split };
  const jobs = jobsOf(variants, seeds, curve ?? []).map((job) => ({ ...job, ...other }));
  await executeTrainings(folder, jobs);
  const name = other.split === undefined ? 'fusion' : `fusion-${other.split}`;
  const found = await summariseFusion(folder, jobs, split ?? own, name);
  if (json === true) {
    printJson(found);
    return;
  }
  const parts = [
    QUESTION,
    ...textTables(found).map(({ caption, header, lines }) => `${caption}\n${table(header, lines)}`),
    ...notes(found),
    `written: ${folder.ref.store.replace(/\/$/, '')}/${folder.keys.experiment(name)}/{table.json,table.md,report.html}\n`,
  ];
  process.stdout.write(parts.join('\n'));
}

/** Seed by seed, so that a table stopped early has every variant; what learns from no dialog has no curve. */
function jobsOf(variants: readonly Variant[], seeds: readonly number[], curve: readonly number[]): TrainingJob[] {
  const whole = seeds.flatMap((seed) => variants.map((variant): TrainingJob => ({ variant, seed })));
  const curved = variants.filter((variant) => CURVED.includes(variant));
  const partial = curve
    .filter((percent) => percent < 100)
    .flatMap((percent) =>
      seeds.flatMap((seed) => curved.map((variant): TrainingJob => ({ variant, seed, share: percent / 100 }))),
    );
  return [...whole, ...partial];
}

const CURVED: readonly Variant[] = ['dialog-only', 'concatenation', 'cross-attention', 'fusion'];

function splitName(text: string): Split {
  if (text === 'global-date' || text === 'leave-last-out') return text;
  throw new InvalidArgumentError('global-date or leave-last-out');
}
