import { Command, Option } from 'commander';

import { EXPORT_FORMATS, exportDataset } from '../../activities/export-dataset.ts';
import type { ExportFormat } from '../../activities/export-dataset.ts';
import { openExistingRun } from '../run-reader.ts';
import { writeExport } from '../write-export.ts';

export const exportCommand = (): Command =>
  new Command('export')
    .description("copy a run's dataset out: the Hugging Face folder, ReDial-style JSON lines or chat JSON lines")
    .argument('<run>', 'the run')
    .requiredOption('--out <folder>', 'where to; existing files there are not overwritten')
    .addOption(new Option('--format <format>', 'what as').choices(EXPORT_FORMATS).default('hf'))
    .option('--store <uri>', 'where runs are kept')
    .action(async (run: string, options: { out: string; format: ExportFormat; store?: string }) => {
      const folder = await openExistingRun(run, options.store);
      const paths = await writeExport(options.out, await exportDataset(folder, options.format));
      process.stdout.write(`${paths.join('\n')}\n`);
    });
