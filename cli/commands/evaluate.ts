import { Command } from 'commander';

import { evaluateRun } from '../../activities/evaluate-run.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';

export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description("compute a run's recommendation metrics from its stored predictions")
    .argument('<run>', 'the run')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: { store?: string; json?: boolean }) => {
      const metrics = await evaluateRun(await openExistingRun(run, options.store));
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
    });
