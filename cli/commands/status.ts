import { Command } from 'commander';

import { RunSummarySchema } from '../../core/dataset/run-summary.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { printSummary } from '../print-summary.ts';
import { stageLines } from '../progress-display.ts';
import { openExistingRun } from '../run-reader.ts';
import { findTemporal } from '../services.ts';
import { printJson } from '../table.ts';
import { isUnderWay, viewRun } from '../watch-run.ts';

export const statusCommand = (): Command =>
  new Command('status')
    .description('how far a run is, or what came of it')
    .argument('<run>', 'the run')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: { store?: string; json?: boolean }) => {
      const services = await findTemporal(readEnvironment(process.env, process.cwd()));
      try {
        const view =
          services !== null && (await isUnderWay(services.client, run)) ? await viewRun(services.client, run) : null;
        if (view !== null) {
          if (options.json) printJson({ status: 'running', ...view });
          else process.stdout.write(`run ${run}: running\n${stageLines(view).join('\n')}\n`);
          return;
        }
      } finally {
        await services?.stop();
      }
      const folder = await openExistingRun(run, options.store);
      const summary = await folder.findJson(folder.keys.summary, RunSummarySchema);
      if (summary !== null) {
        printSummary(summary, { run, storeUri: folder.ref.store, json: options.json ?? false });
      } else if (options.json) printJson({ status: 'stopped' });
      else
        process.stdout.write(
          `run ${run}: stopped before its end; "convrecstudio run" with the same settings goes on\n`,
        );
    });
