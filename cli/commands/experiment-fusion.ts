import { Command, InvalidArgumentError } from 'commander';

import { summariseFusion } from '../../activities/summarise-fusion.ts';
import { type RunConfig, VARIANTS, type Variant } from '../../core/config/run-config.ts';
import { PipelineError } from '../../core/errors.ts';
import { QUESTION, notes, textTables } from '../../core/experiments/fusion/fusion-texts.ts';
import type { TrainingJob } from '../../core/recommender/training-job.ts';
import { executeTrainings } from '../execute-trainings.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { numberList, variantList } from '../training-lists.ts';

type Split = RunConfig['recommender']['split'];
type DialogEncoder = RunConfig['recommender']['dialogEncoder'];

interface FusionOptions {
  readonly variants: readonly Variant[];
  readonly seeds: readonly number[];
  readonly curve?: readonly number[];
  readonly split?: Split;
  readonly dialogEncoder?: DialogEncoder;
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
    .option('--dialog-encoder <kind>', 'turns or tokens, in place of the run’s own, and beside it', encoderName)
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print the table as JSON')
    .action(carryOut);

async function carryOut(run: string, asked: FusionOptions): Promise<void> {
  const { variants, seeds, curve, store, json } = asked;
  const folder = await openExistingRun(run, store);
  const own = (await folder.config()).recommender;
  // Asked for by name, the run's own split and encoder are the run's own trainings.
  const split = asked.split === undefined || asked.split === own.split ? {} : { split: asked.split };
  const isOther = asked.dialogEncoder !== undefined && asked.dialogEncoder !== own.dialogEncoder;
  if (isOther && !variants.some((variant) => READERS.includes(variant))) {
    throw new PipelineError('bad_configuration', '--dialog-encoder: none of these variants reads dialogs by one', {
      subject: '--dialog-encoder',
    });
  }
  const encoder = isOther ? { dialogEncoder: asked.dialogEncoder } : {};
  const ordinary = jobsOf(variants, seeds, curve ?? []).map((job) => ({ ...job, ...split }));
  const jobs = ordinary.map((job) => (READERS.includes(job.variant) ? { ...job, ...encoder } : job));
  const beside = isOther
    ? ordinary.filter(({ variant, share }) => share === undefined && READERS.includes(variant))
    : [];
  await executeTrainings(folder, [...jobs, ...beside]);
  const name = ['fusion', ...Object.values(split), ...Object.values(encoder)].join('-');
  const found = await summariseFusion(folder, jobs, name, beside);
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

/** What reads dialogs by an encoder. */
const READERS: readonly Variant[] = [
  'dialog-only',
  'concatenation',
  'cross-attention',
  'cross-attention-shuffled-history',
  'fusion',
];
const CURVED: readonly Variant[] = ['dialog-only', 'concatenation', 'cross-attention', 'fusion'];

function splitName(text: string): Split {
  if (text === 'global-date' || text === 'leave-last-out') return text;
  throw new InvalidArgumentError('global-date or leave-last-out');
}

function encoderName(text: string): DialogEncoder {
  if (text === 'turns' || text === 'tokens') return text;
  throw new InvalidArgumentError('turns or tokens');
}
