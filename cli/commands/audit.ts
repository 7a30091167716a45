import { Command } from 'commander';

import { auditDialog, renderStory } from '../../activities/audit-dialog.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson } from '../table.ts';

export const auditCommand = (): Command =>
  new Command('audit')
    .description("print one dialog's whole story, and archive it in the run's folder")
    .argument('<run>', 'the run')
    .argument('<dialog>', 'dialog id, e.g. d000012')
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, dialogId: string, options: { store?: string; json?: boolean }) => {
      const folder = await openExistingRun(run, options.store);
      const story = await auditDialog(folder, dialogId);
      if (options.json) printJson(story);
      else process.stdout.write(renderStory(story));
    });
