import { Command } from 'commander';

import { evaluationSeedOf } from '../../activities/evaluate-run.ts';
import { readRanked } from '../../activities/read-ranked.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import type { Variant } from '../../core/config/run-config.ts';
import {
  TRANSFER_NOTE,
  TRANSFER_QUESTION,
  type TransferTest,
  transferMarkdown,
  transferPage,
  transferTable,
  transferTexts,
} from '../../core/experiments/fusion/transfer-table.ts';
import { PipelineError } from '../../core/errors.ts';
import { FITTED_VARIANTS } from '../../core/recommender/recommender-data.ts';
import { executeTrainings } from '../execute-trainings.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { numberList, variantList } from '../training-lists.ts';

interface TransferOptions {
  readonly variants: readonly Variant[];
  readonly seeds: readonly number[];
  readonly store?: string;
  readonly json?: boolean;
}

const USUAL: Variant[] = ['dialog-only', 'cross-attention', 'fusion'];

export const transferCommand = (): Command =>
  new Command('transfer')
    .description("train on one run's dialogs, test on another's, both ways")
    .argument('<run>', 'a finished run')
    .argument('<other>', 'a finished run of another domain')
    .option('--variants <list>', 'learned variants', variantList, USUAL)
    .option('--seeds <list>', 'one training a variant, seed and run', numberList, [1])
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print the table as JSON')
    .action(async (run: string, other: string, { variants, seeds, store, json }: TransferOptions) => {
      const counted = FITTED_VARIANTS.filter((fitted) => variants.some((variant) => variant === fitted));
      if (counted.length > 0) {
        throw new PipelineError(
          'bad_configuration',
          `--variants: ${counted.join(', ')} would be counted anew on the run that is tested: nothing of them is taken along`,
          { subject: '--variants' },
        );
      }
      const folders = [await openExistingRun(run, store), await openExistingRun(other, store)] as const;
      if (run === other) {
        throw new PipelineError('bad_configuration', `${run} and ${other} are one run: name two`, { subject: other });
      }
      const jobs = seeds.flatMap((seed) => variants.map((variant) => ({ variant, seed })));
      const tests: TransferTest[] = [];
      for (const [tested, elsewhere] of [folders, [folders[1], folders[0]]] as const) {
        await executeTrainings(elsewhere, jobs, tested.ref);
        await executeTrainings(tested, jobs);
        tests.push({
          run: tested.ref.run,
          trainedOn: [
            { run: tested.ref.run, ranked: await readRanked(tested, jobs) },
            { run: elsewhere.ref.run, ranked: await readRanked(elsewhere, jobs, tested.ref) },
          ],
        });
      }
      const found = transferTable(tests, evaluationSeedOf((await folders[0].config()).seed));
      const root = folders[0].keys.experiment('transfer');
      await write(folders[0], root, found);
      if (json === true) {
        printJson(found);
        return;
      }
      process.stdout.write(
        [
          TRANSFER_QUESTION,
          ...transferTexts(found).map(({ caption, header, lines }) => `${caption}\n${table(header, lines)}`),
          TRANSFER_NOTE,
          `written: ${folders[0].ref.store.replace(/\/$/, '')}/${root}/{table.json,table.md,report.html}\n`,
        ].join('\n'),
      );
    });

async function write(folder: RunFolder, root: string, found: ReturnType<typeof transferTable>): Promise<void> {
  const put = (file: string, text: string): Promise<void> =>
    folder.store.put(`${root}/${file}`, new TextEncoder().encode(text));
  await put('report.html', transferPage(found));
  await put('table.md', transferMarkdown(found));
  await folder.writeJson(`${root}/table.json`, found);
}
