import { Command } from 'commander';

import { type Variant, VARIANTS } from '../../core/config/run-config.ts';
import { resolveConfig } from '../../core/config/resolve-config.ts';
import { executeRun } from '../execute-run.ts';
import { openExistingRun } from '../run-reader.ts';
import { numberList, variantList } from '../training-lists.ts';
import { wholeNumber } from '../whole-number.ts';

interface TrainOptions {
  readonly store?: string;
  readonly variants?: Variant[];
  readonly seeds?: number[];
  readonly epochs?: number;
  readonly backend?: string;
  readonly json?: boolean;
}

/** Training is a stage of the run: this extends the run by it, and everything before stands. */
export const trainCommand = (): Command =>
  new Command('train')
    .description("train recommenders on a run's dataset")
    .argument('<run>', 'the run')
    .option('--variants <list>', VARIANTS.join(','), variantList)
    .option('--seeds <list>', 'e.g. 1,2,3', numberList)
    .option('--epochs <n>', 'most epochs', wholeNumber)
    .option('--backend <name>', 'auto, gpu, node or wasm')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print the summary as JSON')
    .action(async (run: string, options: TrainOptions) => {
      const folder = await openExistingRun(run, options.store);
      const standing = await folder.config();
      // Added to what the run has: metrics are of all of them.
      const added = <T>(before: readonly T[], more: readonly T[] | undefined): T[] => [
        ...new Set([...before, ...(more ?? [])]),
      ];
      const { epochs, backend } = options;
      const variants = added(standing.recommender.variants, options.variants);
      const seeds = added(standing.recommender.seeds, options.seeds);
      const asked = Object.entries({ variants, seeds, epochs, backend }).filter(([, value]) => value !== undefined);
      // The encoder of histories has a number of its own.
      const history = { ...standing.recommender.history, ...(epochs === undefined ? {} : { epochs }) };
      const recommender = { ...standing.recommender, enabled: true, history, ...Object.fromEntries(asked) };
      const config = resolveConfig({ ...standing, recommender });
      const json = options.json ?? false;
      // Also where nothing is added: a model of another version, or a damaged one, is made anew.
      await executeRun({ ...config, store: folder.ref.store }, { detach: false, json, isReopened: true });
    });
