import { Command } from 'commander';

import { evaluateRun, evaluationSeedOf } from '../../activities/evaluate-run.ts';
import { readRanked } from '../../activities/read-ranked.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { FITTED_VARIANTS } from '../../core/recommender/recommender-data.ts';
import { type RecommenderMetrics, summariseMetrics } from '../../core/recommender/summarise-metrics.ts';
import { executeTrainings } from '../execute-trainings.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';

export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description("compute a run's recommendation metrics from its stored predictions")
    .argument('<run>', 'the run')
    .option('--on <other>', "of this run's saved models on the test dialogs of another run")
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: { on?: string; store?: string; json?: boolean }) => {
      const folder = await openExistingRun(run, options.store);
      const metrics =
        options.on === undefined
          ? await evaluateRun(folder)
          : await evaluateElsewhere(folder, await openExistingRun(options.on, options.store));
      if (options.json) {
        printJson(metrics);
        return;
      }
      process.stdout.write(
        `${metrics.testDialogs} test dialogs, full ranking (seen items left out), 95 % bootstrap intervals\n`,
      );
      const names = ['hitAt1', 'hitAt10', 'ndcgAt10', 'successRate'] as const;
      const cell = (value: { mean: number; low: number; high: number } | null): string =>
        value === null ? '-' : `${value.mean.toFixed(3)} [${value.low.toFixed(3)}, ${value.high.toFixed(3)}]`;
      const rows = metrics.variants.map((entry) => [entry.variant, ...names.map((name) => cell(entry.full[name]))]);
      const level = metrics.randomLevel?.full;
      if (level !== undefined) rows.push(['random', ...names.map((name) => level[name].toFixed(3))]);
      process.stdout.write(table(['variant', ...names], rows));
      const counted = FITTED_VARIANTS.filter((fitted) => metrics.variants.some(({ variant }) => variant === fitted));
      if (options.on !== undefined && counted.length > 0) {
        process.stdout.write(
          `no model to take along, counted on ${options.on}'s training period: ${counted.join(', ')}\n`,
        );
      }
    });

/** Models that do not stand yet are trained first. */
async function evaluateElsewhere(folder: RunFolder, other: RunFolder): Promise<RecommenderMetrics> {
  const { variants, seeds } = (await folder.config()).recommender;
  const jobs = seeds.flatMap((seed) => variants.map((variant) => ({ variant, seed })));
  await executeTrainings(folder, jobs, other.ref);
  const ranked = await readRanked(folder, jobs, other.ref);
  // The epoch is told where they were trained.
  const evaluated = ranked.map((one) => ({ ...one, bestEpoch: 0 }));
  return summariseMetrics(evaluated, evaluationSeedOf((await other.config()).seed));
}
